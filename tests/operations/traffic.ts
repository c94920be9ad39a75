import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { done } from '../http/plan'
import type { Answer, Client } from '../support/service'

const PLATFORMS = ['NAVER', 'KAKAO']
const FLIGHT = { startDate: '2026-12-05', endDate: '2026-12-09' }
const DATES = ['2026-12-05', '2026-12-06', '2026-12-07', '2026-12-08', '2026-12-09']
const CAPACITY = 1_000_000
export const CAMPAIGN = { name: '교통', advertiser: '광고주', ...FLIGHT, budget: 0 }
const ROW = { productCode: 'POOL', amount: 10_000, ...FLIGHT }

/** Inventory that every buyer draws on. */
export async function openMarket(admin: Client, url: string): Promise<void> {
  for (const [displayOrder, code] of PLATFORMS.entries())
    done(await admin.put(`/platforms/${code}`, { name: code, displayOrder }))
  for (const metaId of ['c1', 'c2'])
    done(await admin.put(`/contents/${metaId}`, { type: 'PROGRAM', name: metaId, broadcaster: 'tvN' }))
  const rates = { platforms: PLATFORMS, ecpm: 1000, ctr: 0.01, vtr: 0.3 }
  done(await admin.put('/products/POOL', { name: 'POOL', targetingKind: 'CONTENTS', ...rates }))
  const database = await Database.open(url, SCHEMA)
  const rows = ['c1', 'c2'].flatMap((metaId) =>
    PLATFORMS.flatMap((platform) => DATES.map((date) => [metaId, platform, date, CAPACITY, 0, 0])),
  )
  await database.write((tx) =>
    tx.insert('unit_inventory', ['meta_id', 'platform', 'date', 'forecast', 'held', 'sold'], rows),
  )
  await database.close()
}

/** Planners who plan and buy without a pause: campaign, row, targeting, purchase, and looks in between. */
export class Traffic {
  /** Ids of the purchases that were acknowledged. */
  readonly bought: string[] = []
  /** Every answer other than a success, and every request without an answer. */
  readonly failures: string[] = []
  requests = 0
  /** Milliseconds. */
  longest = 0
  private ended = false
  private readonly planners: Promise<void>[]

  private readonly patient: boolean

  /** @param options.patient sends a request again that was answered 503 or not at all, with its idempotency key */
  constructor(
    private readonly planner: Client,
    { patient, planners }: { patient: boolean; planners: number },
  ) {
    this.patient = patient
    this.planners = Array.from({ length: planners }, async () => {
      while (!this.ended) await this.plan()
    })
  }

  async end(): Promise<void> {
    this.ended = true
    await Promise.all(this.planners)
  }

  private async plan(): Promise<void> {
    const made = await this.ask((key) => this.planner.post('/campaigns', CAMPAIGN, key))
    if (!made) return
    const { id } = made.body
    const unitId = randomUUID()
    const changes = [{ op: 'put', unitId, fields: ROW }]
    const sync = { baseRevision: 1, changes }
    if (!(await this.ask((key) => this.planner.post(`/campaigns/${id}/media-mix/sync`, sync, key)))) return
    const groups = [{ name: 'g', weight: 1, members: ['c1', 'c2'].map((metaId) => ({ metaId, weight: 1 })) }]
    const targeting = { units: [{ unitId, version: 1, groups }] }
    if (!(await this.ask(() => this.planner.put(`/campaigns/${id}/targeting`, targeting)))) return
    await this.ask(() => this.planner.get(`/campaigns/${id}/media-mix`))
    const order = { units: [{ unitId, version: 2 }], mode: 'all' }
    const bought = await this.ask((key) => this.planner.post(`/campaigns/${id}/purchases`, order, key))
    if (bought) this.bought.push(bought.body.purchaseId)
  }

  private async ask(send: (key: Record<string, string>) => Promise<Answer>): Promise<Answer | undefined> {
    const key = { 'Idempotency-Key': randomUUID() }
    const since = Date.now()
    for (;;) {
      this.requests++
      const answer = await send(key).catch((error: unknown) => String((error as Error).cause ?? error))
      this.longest = Math.max(this.longest, Date.now() - since)
      if (typeof answer !== 'string' && answer.status < 300) return answer
      const again = typeof answer === 'string' || answer.status === 503 || answer.status === 502
      if (this.patient && again) {
        await wait(50)
        continue
      }
      this.failures.push(typeof answer === 'string' ? answer : `${answer.status} ${answer.bytes.toString()}`)
      return undefined
    }
  }
}
