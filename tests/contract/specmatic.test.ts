import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/openapi'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { beginSession } from '../support/direct-session'
import { findSpecmatic } from '../support/specmatic'

const jar = findSpecmatic()
const SEED = 'seeded'
/**
 * A stream doesn't end; what needs LibreOffice, a run that failed, or a file that withdrew hours isn't there. The details of
 * security events and the results of runs may be anything, which Specmatic takes for none of the forms that they may have.
 */
const LEFT_OUT =
  /^\/(events|session|security-events$|jobs\/runs(\/\{id\})?$|forecasts\/|publish-requests\/|webhooks\/|campaigns\/\{id\}\/proposal\.pdf|campaigns\/\{id\}\/proposals\/)/

// biome-ignore lint/suspicious/noExplicitAny: a document is looked at from outside
type Document = any

describe.runIf(jar)('Specmatic', { timeout: 400_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-specmatic-'))
  let market: Market
  let placed: Placed
  let token: string
  beforeAll(async () => {
    market = await Market.open(databases()[0]!, { LIBREOFFICE: 'off', LOG_LEVEL: 'silent' })
    placed = await market.place(
      { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-20', amount: 100_000 },
      members('PG1', 'PG2'),
    )
    expect((await market.buy(placed)).status).toBe(201)
    const { id } = done(await market.test.admin.get('/session')).user
    token = await beginSession(market.test.service, id)
  }, 120_000)
  afterAll(async () => {
    await market?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What exists, for a parameter of a path. */
  const existing = async (path: string, name: string): Promise<string | number> => {
    const first = async (list: string, key: string) => done(await market.test.admin.get(list)).items[0][key]
    const within = path.split(`/{${name}}`)[0]!
    switch (within) {
      case '/campaigns':
        return placed.campaignId
      case '/campaign-units':
        return placed.unitId
      case '/users':
        return first('/users', 'id')
      case '/jobs/runs':
        return first('/jobs/runs', 'id')
      case '/standard-inventory':
        return first('/standard-inventory?month=2026-12', 'id')
      case '/contents':
        return first('/contents', 'metaId')
      default:
        return first(within, 'code')
    }
  }

  /** The calls that read, with parameters that lead to something. */
  const seeded = async (): Promise<Document> => {
    const document: Document = JSON.parse(JSON.stringify(openApiDocument()))
    const paths: Document = {}
    for (const [path, { get }] of Object.entries<Document>(document.paths)) {
      if (!get || LEFT_OUT.test(path)) continue
      for (const parameter of get.parameters ?? [])
        if (parameter.in === 'path')
          parameter.examples = { [SEED]: { value: await existing(path, parameter.name) } }
      // Whatever else is asked for: queries are random by their schemas in tests/fuzz.
      get.parameters = (get.parameters ?? []).filter(
        ({ in: place, name, required }: { in: string; name: string; required?: boolean }) =>
          place === 'path' || required || (path === '/inventory/at-risk' && name === 'month'),
      )
      for (const parameter of get.parameters)
        if (parameter.in === 'query') parameter.examples = { [SEED]: { value: VALUES[parameter.name] } }
      const [type, content] = Object.entries<Document>(get.responses[200].content)[0]!
      if (type !== 'application/json') content.schema = { type: 'string' }
      content.examples = { [SEED]: { value: content.example ?? '' } }
      delete content.example
      paths[path] = { get }
    }
    return { ...document, paths, webhooks: undefined, servers: [{ url: `${market.test.origin}/api/v1` }] }
  }

  it('finds that every call which reads answers as the document says', async () => {
    const document = await seeded()
    expect(Object.keys(document.paths).length).toBeGreaterThan(40)
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document))
    writeFileSync(
      join(folder, 'specmatic.yaml'),
      [
        'version: 2',
        'contracts:',
        '  - provides:',
        '      - openapi.json',
        'security:',
        '  OpenAPI:',
        '    securitySchemes:',
        '      bearer:',
        '        type: bearer',
        `        token: ${token}`,
        '',
      ].join('\n'),
    )
    const { code, text } = await run(folder, `${market.test.origin}/api/v1`)
    const counted = /Tests run: (\d+), Successes: (\d+), Failures: (\d+)(?:, WIP: \d+)?, Errors: (\d+)/.exec(
      text,
    )
    console.log(`[specmatic] ${counted?.[0] ?? text.slice(-2_000)}`)
    expect([counted?.[3], counted?.[4], code], text.slice(-20_000)).toEqual(['0', '0', 0])
    expect(Number(counted![1])).toBeGreaterThanOrEqual(Object.keys(document.paths).length)
  })
})

/** Queries that a call needs. */
const VALUES: Record<string, string> = {
  month: '2026-12',
  from: '2026-12-01',
  to: '2026-12-31',
  productCode: 'DIRECT',
  startDate: '2026-12-05',
  endDate: '2026-12-20',
}

function run(folder: string, address: string): Promise<{ code: number | null; text: string }> {
  return new Promise((done, fail) => {
    const child = spawn('java', ['-jar', resolve(jar!), 'test', `--testBaseURL=${address}`], {
      cwd: folder,
      env: { ...process.env, MAX_TEST_REQUEST_COMBINATIONS: '1' },
    })
    const parts: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(String(part)))
    child.on('error', fail)
    child.on('close', (code) => done({ code, text: parts.join('') }))
  })
}
