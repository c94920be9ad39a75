import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { databases } from '../support/databases'
import { ADMIN, startService, type TestService } from '../support/service'

const WORKSPACE = join(import.meta.dirname, '../openapi-client')
const OUTPUT = join(import.meta.dirname, '../output/openapi-client')

/** What the client's module has. Its own types need the generated ones, which only this test makes. */
interface ClientModule {
  planCampaign(origin: string, account: typeof ADMIN): Promise<Record<string, unknown>>
  load(origin: string, token: string, month: string): Promise<Record<string, unknown>>
}

const node = (...parts: string[]) => promisify(execFile)(process.execPath, parts, { cwd: WORKSPACE })

describe('A client that is made from the OpenAPI document', () => {
  let test: TestService
  let client: ClientModule

  beforeAll(async () => {
    test = await startService(databases()[0]!)
    const document = await test.anonymous.get('/openapi.json')
    mkdirSync(OUTPUT, { recursive: true })
    writeFileSync(join(OUTPUT, 'openapi.json'), document.bytes)
    await node('generate.mjs', join(OUTPUT, 'openapi.json'), join(OUTPUT, 'api.d.ts'))
    client = await import(join(WORKSPACE, 'client.ts'))
  })
  afterAll(() => test?.stop())

  it('has types that accept a right use and find a wrong one', async () => {
    const typeScript = join(WORKSPACE, 'node_modules/typescript/bin/tsc')
    const { stdout } = await node(typeScript, '--noEmit', '-p', '.').catch((error) => error)
    expect(stdout).toBe('')
  })

  it('signs in, plans a campaign and reads a problem', async () => {
    const planned = await client.planCampaign(test.origin, ADMIN)
    expect(planned).toMatchObject({
      user: { email: ADMIN.email, role: 'admin' },
      created: { name: '겨울 신제품 런칭', status: 'Draft', owner: ADMIN.email },
      listed: [planned.created],
      problem: { code: 'NOT_FOUND', status: 404 },
    })
  })

  it('starts a job by the path of its name', async () => {
    const run = await client.load(test.origin, test.admin.token, '2026-12')
    expect(run).toMatchObject({ job: 'standard-inventory-load', month: '2026-12' })
    await test.admin.runEnd(String(run.id))
  })

  it('knows every job that people may start', async () => {
    const { body } = await test.admin.get('/jobs')
    const monthly = body.items.filter((job: { monthly: boolean }) => job.monthly)
    const described = ENDPOINTS.flatMap(({ named }) => Object.keys(named ?? {}))
    expect(described.sort()).toEqual(monthly.map((job: { name: string }) => job.name).sort())
  })

  it('is told of a job that does not exist', async () => {
    const { status, body } = await test.admin.post('/jobs/nothing/runs', { month: '2026-12' })
    expect(status).toBe(404)
    expect(body.detail).toContain('There is no job nothing. Jobs: ')
  })
})
