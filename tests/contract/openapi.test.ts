import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/openapi'
import type { Endpoint } from '../../shared/contract/endpoint'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { PROBLEMS } from '../../shared/problem'

// biome-ignore lint/suspicious/noExplicitAny: a document is looked at from outside
const document = JSON.parse(JSON.stringify(openApiDocument())) as any

/** The paths that describe an endpoint. */
const pathsOf = ({ path, named }: Endpoint) =>
  named ? Object.keys(named).map((name) => path.replace(/\{\w+\}/, name)) : [path]

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info.title).toBe('Flightsheet')
  })

  it.each(
    ENDPOINTS.flatMap((endpoint) =>
      pathsOf(endpoint).map((path) => [`${endpoint.method} ${path}`, path, endpoint] as const),
    ),
  )('describes %s: parameters, body, answer and refusals', (_name, path, endpoint) => {
    const operation = document.paths[path][endpoint.method]
    const inPath = (operation.parameters ?? []).filter((one: { in: string }) => one.in === 'path')
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(inPath.map((one: { name: string }) => one.name)).toEqual(names)
    expect(operation.responses[endpoint.status]).toBeDefined()
    expect(Boolean(operation.requestBody)).toBe(Boolean(endpoint.body ?? endpoint.upload))
    for (const code of endpoint.problems) {
      expect(operation.responses[PROBLEMS[code]].description).toContain(code)
    }
    if (endpoint.role === 'public') expect(operation.security).toEqual([])
    else expect(operation.responses[401]).toBeDefined()
  })

  it('describes nothing else', () => {
    expect(Object.keys(document.paths).sort()).toEqual([...new Set(ENDPOINTS.flatMap(pathsOf))].sort())
  })

  it('names every call once, in words that are names in a program', () => {
    const operations = [...Object.values(document.paths), ...Object.values(document.webhooks)].flatMap(
      (methods) => Object.values(methods as Record<string, { operationId?: string }>),
    )
    const ids = operations.map(({ operationId }) => operationId)
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has no reference that leads nowhere', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)
    for (const [, path] of references) {
      const target = path!.split('/').reduce((node, key) => node?.[key], document)
      expect(target, path).toBeDefined()
    }
  })
})
