import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/openapi'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { PROBLEMS } from '../../shared/problem'

// biome-ignore lint/suspicious/noExplicitAny: a document is looked at from outside
const document = JSON.parse(JSON.stringify(openApiDocument())) as any

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info.title).toBe('Flightsheet')
  })

  it.each(ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    'describes %s: parameters, body, answer and refusals',
    (_name, endpoint) => {
      const operation = document.paths[endpoint.path][endpoint.method]
      const inPath = (operation.parameters ?? []).filter((one: { in: string }) => one.in === 'path')
      const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(inPath.map((one: { name: string }) => one.name)).toEqual(names)
      expect(operation.responses[endpoint.status]).toBeDefined()
      expect(Boolean(operation.requestBody)).toBe(Boolean(endpoint.body ?? endpoint.upload))
      for (const code of endpoint.problems) {
        expect(operation.responses[PROBLEMS[code].status].description).toContain(code)
      }
      if (endpoint.role === 'public') expect(operation.security).toEqual([])
      else expect(operation.responses[401]).toBeDefined()
    },
  )

  it('has no reference that leads nowhere', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)
    for (const [, path] of references) {
      const target = path!.split('/').reduce((node, key) => node?.[key], document)
      expect(target, path).toBeDefined()
    }
  })
})
