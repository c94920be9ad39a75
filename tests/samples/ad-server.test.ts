import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AdServerPlay } from '../../samples/ad-server/play'
import { createWebhook, isSigned } from '../../samples/ad-server/webhook'
import { DemoService } from '../../samples/session/service'
import { done } from '../http/plan'
import { SECRET } from '../publishing/receiver'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { ADMIN } from '../support/service'

let market: Market
let folder: string
beforeAll(async () => {
  market = await Market.open(databases()[0]!, { PUBLISHING: 'on', WEBHOOK_RETRY_SECONDS: '0.05' })
  folder = mkdtempSync(join(tmpdir(), 'flightsheet-ad-server-'))
})
afterAll(async () => {
  await market?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A random number that gives no rejection, no failure and a usual day. */
const lucky = () => 0.5

const buy = async (amount: number): Promise<Placed> => {
  const placed = await market.place(
    { productCode: 'DIRECT', startDate: '2026-12-03', endDate: '2026-12-06', amount },
    members('PG1', 'PG2'),
  )
  done(await market.buy(placed))
  return placed
}
const pending = async () => done(await market.operator.get('/publish-requests?status=PENDING')).items.length

it('takes what the library of Standard Webhooks signs, and nothing else', () => {
  const body = '{"a":1}'
  const signed = (at: Date) => ({
    'webhook-id': 'x',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': `v1a,abcd ${new Webhook(SECRET).sign('x', at, body)}`,
  })
  const headers = signed(new Date())
  expect(isSigned({ headers }, body, SECRET)).toBe(true)
  expect(isSigned({ headers }, '{"a":2}', SECRET)).toBe(false)
  expect(isSigned({ headers: { ...headers, 'webhook-id': 'y' } }, body, SECRET)).toBe(false)
  expect(isSigned({ headers: signed(new Date(Date.now() - 3_600_000)) }, body, SECRET)).toBe(false)
  expect(isSigned({ headers: {} }, body, SECRET)).toBe(false)
})

it('plays the life of what is booked: reviewed, live, paused, delivered day by day, completed, canceled', async () => {
  const play = new AdServerPlay(lucky, () => market.clock.now().getTime())
  const server: Server = createWebhook(SECRET, (message) => play.take(message)).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    done(await market.operator.put('/webhooks/sample', { url, secret: SECRET }))
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401)
    const [played, paused, canceled] = [await buy(900_000), await buy(300_000), await buy(200_000)]
    await eventually(() => play.size === 9)
    const service = await DemoService.signIn(market.test.origin, ADMIN)

    const refused: object[] = []
    const pass = async (from: number, to: number) => {
      for (let hour = from; hour <= to; hour += 6) {
        market.clock.moveTo(new Date(Date.parse('2026-12-01T03:00:00Z') + hour * 3_600_000).toISOString())
        await market.job('calendar-statuses')
        refused.push(...(await play.report(service)).rejections)
      }
    }
    const step = async (placed: Placed, verb: string) => {
      done(await market.act(placed, verb, verb === 'resume' ? {} : { reason: '확인' }))
      await eventually(async () => (await pending()) === 0)
      refused.push(...(await play.report(service)).rejections)
    }
    const statusOf = async ({ unitId }: Placed) =>
      done(await market.planner.get(`/campaign-units/${unitId}/statuses`))
    const delivered = async ({ unitId }: Placed) => {
      const [sum] = await market.test.service.database.rows<{ n: number; days: number }>(
        `SELECT COALESCE(SUM(d.impressions), 0) AS n, COUNT(DISTINCT d.date) AS days FROM delivery_day d
         JOIN child_ad c ON c.id = d.child_ad_id JOIN ad ON ad.id = c.ad_id WHERE ad.unit_id = ?`,
        [unitId],
      )
      return { impressions: Number(sum!.n), days: Number(sum!.days) }
    }

    await pass(6, 12)
    expect((await statusOf(played)).counts).toEqual({ APPROVED: 3 })
    await step(canceled, 'cancel')
    expect((await statusOf(canceled)).publishStatus).toBe('CANCELED')
    await pass(18, 54)
    expect((await statusOf(played)).counts).toEqual({ LIVE: 3 })
    await step(paused, 'pause')
    expect((await statusOf(paused)).publishStatus).toBe('PAUSED')
    const before = await delivered(paused)
    await pass(60, 78)
    expect(await delivered(paused)).toEqual(before)
    await step(paused, 'resume')
    await pass(84, 150)
    expect((await statusOf(played)).counts).toEqual({ COMPLETED: 3 })
    expect((await statusOf(paused)).counts).toEqual({ COMPLETED: 3 })
    expect(refused).toEqual([])

    const { impressions } = await market.distribution(played)
    const brought = await delivered(played)
    expect(brought.days).toBe(4)
    expect(brought.impressions).toBeGreaterThan(impressions * 0.5)
    expect(brought.impressions).toBeLessThan(impressions * 1.2)
    expect((await delivered(paused)).impressions).toBeGreaterThan(before.impressions)
    expect(await delivered(canceled)).toEqual({ impressions: 0, days: 0 })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

it('is a program that attaches itself, and goes in order', async () => {
  done(
    await market.operator.put('/webhooks/sample', {
      url: 'http://127.0.0.1:9/',
      secret: SECRET,
      platforms: ['NAVER'],
    }),
  )
  const program = join(folder, 'ad-server.mjs')
  buildSync({
    entryPoints: [fileURLToPath(new URL('../../samples/ad-server/ad-server.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const account = ['--url', market.test.origin, '--email', ADMIN.email, '--password', ADMIN.password]
  const child = spawn(process.execPath, [
    program,
    ...account,
    '--port',
    '0',
    '--webhook',
    'own',
    '--platform',
    'DAUM',
  ])
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const ended = once(child, 'exit')
  try {
    await eventually(
      () => said.includes('집행') || child.exitCode !== null,
      () => said,
    )
    expect(said).toContain('Webhook own')
    expect(done(await market.operator.get('/webhooks/own'))).toMatchObject({
      enabled: true,
      platforms: ['DAUM'],
    })
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  expect(said).toContain('Stopped, the webhook is off.')
  expect(done(await market.operator.get('/webhooks/own'))).toMatchObject({ enabled: false })
})
