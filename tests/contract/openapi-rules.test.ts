import { createConfig, lintFromString } from '@redocly/openapi-core'
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/openapi'

/** What the recommended rules of Redocly find, from hints to errors. */
async function redocly(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source: JSON.stringify(document), config })
  return found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)
}

/** What the recommended rules of Spectral find, from hints to errors. */
async function spectralOas(document: object): Promise<string[]> {
  const linter = new spectral.Spectral()
  linter.setRuleset({ extends: [rulesets.oas as RulesetDefinition] })
  const found = await linter.run(JSON.stringify(document))
  return found.map(({ code, message, path }) => `${code} ${path.join('/')}: ${message}`)
}

describe.each([
  { name: 'Redocly', lint: redocly },
  { name: 'Spectral', lint: spectralOas },
])('The recommended rules of $name', ({ lint }) => {
  it('find nothing in the document', async () => {
    expect(await lint(openApiDocument())).toEqual([])
  })

  it('find a call without a name and an example against its schema', async () => {
    const document = structuredClone(openApiDocument()) as {
      paths: Record<
        string,
        Record<
          string,
          { operationId?: string; requestBody: { content: Record<string, { example: unknown }> } }
        >
      >
    }
    const createCampaign = document.paths['/campaigns']!.post!
    createCampaign.operationId = undefined
    createCampaign.requestBody.content['application/json']!.example = { name: 7 }
    const found = (await lint(document)).join('\n')
    expect(found).toContain('operationId')
    expect(found).toContain('example')
  })
})
