import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { type Answer, client } from '../support/service'
import { KillableService } from './killable-service'
import { type Bought, type Campaign, expectSoldOnce, openMarket } from './sold-out-market'

const CLIENTS = 32
/** `npm run test:long` sets more. */
const KILLS = Number(process.env.STORM_KILLS ?? 3)
const UNITS_A_CLIENT = 12
/** After this many purchases everything is sold; the clients try more. */
const PURCHASES = 280
const SIZE = { clients: CLIENTS, unitsAClient: UNITS_A_CLIENT, purchases: PURCHASES }
const RETRY_MS = 25
const LIMIT_MS = 120_000

// The test kills the built program, the one that runs outside of tests.
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'])
})

describe.each(databases())('A storm ($name)', (kind) => {
  it(
    `sells everything once to ${CLIENTS} clients while the service is killed ${KILLS} times`,
    async () => {
      const { url, drop } = await kind.create()
      const service = new KillableService(url)
      try {
        await service.start()
        const { token, campaigns } = await openMarket(await service.signIn(), url, SIZE)
        const storm = new Storm(service, token)
        const buying = campaigns.map((campaign) => storm.buyAll(campaign))
        await Promise.all([...buying, storm.killing(Promise.all(buying))])
        await service.kill()
        expect(storm.kills).toBe(KILLS)
        expect(storm.cut).toBeGreaterThan(0)
        await expectSoldOnce(url, storm.bought, PURCHASES)
      } finally {
        await service.stop()
        await drop()
      }
    },
    LIMIT_MS,
  )
})

class Storm {
  readonly bought: Bought[] = []
  kills = 0
  /** Requests that got no answer. */
  cut = 0

  constructor(
    private readonly service: KillableService,
    private readonly token: string,
  ) {}

  /** One client buys its units one after the other, through all kills, until its plan is done. */
  async buyAll({ id, unitIds }: Campaign): Promise<void> {
    for (const unitId of unitIds) {
      const { status, body } = await this.insist(`/campaigns/${id}/purchases`, {
        units: [{ unitId, version: 2 }],
        mode: 'all',
      })
      if (status === 201) this.bought.push({ unitId, purchaseId: body.purchaseId })
      else expect({ status, code: body?.code }).toEqual({ status: 409, code: 'INVENTORY_SHORTAGE' })
    }
  }

  /** Kills and restarts the service each time another part of the stock is sold. */
  async killing(everything: Promise<unknown>): Promise<void> {
    let over = false
    const end = () => {
      over = true
    }
    everything.then(end, end)
    while (!over && this.kills < KILLS) {
      const next = Math.floor(((this.kills + 1) * PURCHASES) / (KILLS + 1))
      if (this.bought.length >= next) {
        await this.service.kill()
        this.kills++
        await this.service.start()
      }
      await pause(1)
    }
  }

  /** Sends a request with one idempotency key until it is answered. */
  private async insist(path: string, body: unknown): Promise<Answer> {
    const key = randomUUID()
    for (;;) {
      try {
        const answer = await client(this.service.origin, this.token).post(path, body, {
          'Idempotency-Key': key,
        })
        if (answer.body?.code !== 'REQUEST_IN_PROGRESS') return answer
      } catch (error) {
        // fetch throws this when the connection is refused or breaks.
        if (!(error instanceof TypeError)) throw error
        this.cut++
      }
      await pause(RETRY_MS)
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
