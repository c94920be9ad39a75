import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleMarket } from '../support/sample-market'
import { ADMIN, CLOCK, startService, type TestService } from '../support/service'
import { findShellTools } from '../support/shell-tools'

interface Ended {
  code: number | null
  output: string
  errors: string
}

const GUIDE = 'docs/guides/integrator.md'

/** The guide's commands in their order, as one script that ends at the first one that fails. */
function commandsOf(guide: string): string {
  const blocks = [...guide.matchAll(/^```bash\n(.*?)^```/gms)].map(([, commands]) => commands)
  return ['set -euo pipefail', ...blocks].join('\n')
}

describe.skipIf(!findShellTools())('The commands of the integrator’s guide', { timeout: 120_000 }, () => {
  let running: TestService
  let folder: string
  let ended: Ended

  beforeAll(async () => {
    running = await startService(sampleMarket())
    await running.signInAs('operator')
    folder = mkdtempSync(join(tmpdir(), 'flightsheet-guide-'))
    ended = await run(commandsOf(readFileSync(GUIDE, 'utf8')), folder, {
      FLIGHTSHEET: running.origin,
      EMAIL: 'operator@example.com',
      PASSWORD: ADMIN.password,
      MONTH: '2027-01',
      AT: CLOCK,
    })
  }, 180_000)
  afterAll(async () => {
    await running?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  it('all succeed', () => {
    expect(ended.errors).toBe('')
    expect(ended.code).toBe(0)
  })

  it('load the file that they make, and put its month on sale', () => {
    expect(ended.output).toContain('"accepted": 672')
    expect(ended.output).toContain('"forecastTotal": 672000')
    expect(ended.output).toContain('{"date":"2027-01-10","platform":"NAVER","remaining":8000}')
  })

  it('buy once, are refused what does not fit, and give back', () => {
    expect(ended.output).toMatch(/"bookingStatus": "Booked",\s+"amount": 2000000,\s+"impressions": 133333/)
    expect(ended.output).toMatch(/"status": 409,\s+"code": "INVENTORY_SHORTAGE"/)
    expect(ended.output).toMatch(/"bookingStatus": "Canceled",\s+"amount": 0/)
  })

  it('see an event, and an ad that was approved beside a report that was refused', () => {
    expect(ended.output).toMatch(/^data: \{.*"kind":"/m)
    expect(ended.output).toMatch(/"accepted": 1,\s+"rejected": 1/)
    expect(ended.output).toContain('"publishStatus": "APPROVED"')
  })

  it('save a workbook as the proposal', () => {
    const file = join(folder, 'proposal.xlsx')
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file).toString('latin1', 0, 2)).toBe('PK')
  })

  it('leave nothing sold, and their token ended', async () => {
    const { items } = (await running.admin.get('/unit-inventory?metaId=RANDOM&from=2027-01-01&to=2027-01-31'))
      .body
    expect(items.every(({ sold, held }: { sold: number; held: number }) => sold + held === 0)).toBe(true)
    const { body } = await running.admin.get('/users')
    const operator = body.items.find(({ email }: { email: string }) => email === 'operator@example.com')
    // The session that this test began is left.
    expect((await running.admin.get(`/users/${operator.id}/sessions`)).body.items).toHaveLength(1)
  })
})

function run(script: string, cwd: string, env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-s'], { cwd, env: { ...process.env, ...env } })
    let [output, errors] = ['', '']
    child.stdout.on('data', (text) => {
      output += text
    })
    child.stderr.on('data', (text) => {
      errors += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output, errors }))
    child.stdin.end(script)
  })
}
