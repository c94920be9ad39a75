import { Agent, get } from 'node:http'
import type { Caller } from '../server/caller'
import { Database } from '../server/database/database'
import { SCHEMA } from '../server/programs/schema'
import { addDays } from '../shared/calendar'
import type { Bench } from './bench'
import type { Results } from './results'
import { ServiceProcess } from './service-process'
import { type BookedUnit, bookUnits } from './status-market'

const CAMPAIGNS = 100
const UNITS_EACH = 20
const REPORTS_A_SECOND = 500
const REPORTS_A_CALL = 20
const SECONDS = 10
const MOST_P99_MS = 250
const STREAMS = 1_000
const MOST_MEMORY_MIB = 300
/** Ads are approved, go live, and then alternate between paused and live: each report changes something. */
const statusOf = (turn: number) => (turn === 0 ? 'APPROVED' : turn % 2 === 1 ? 'LIVE' : 'PAUSED')
const PATIENCE_MS = 30_000

/**
 * Measures live events: the time from the answer to a status report until its event, at
 * {@link REPORTS_A_SECOND} reports a second; first with one stream, then with a thousand, each for one
 * campaign like that of a task pane.
 */
export const events: Bench = async ({ databases, say }, results) => {
  for (const kind of databases) {
    const { url, drop } = await kind.create()
    const service = await ServiceProcess.start(url, { EVENT_STREAMS_PER_USER: '2000' })
    const database = await Database.open(url, SCHEMA)
    try {
      const { user } = await service.call<{ user: Caller }>('GET', '/session')
      say(`${kind.name}: booking ${CAMPAIGNS * UNITS_EACH} units …`)
      const at = new Date().toISOString()
      const units = await bookUnits(database, {
        ownerId: user.id,
        campaigns: CAMPAIGNS,
        unitsEach: UNITS_EACH,
        adsEach: 1,
        childAdsEach: 1,
        startDate: addDays(at.slice(0, 10), -1),
        days: 3,
        at,
      })
      const reporter = new Reporter(service, units)
      say(`${kind.name}: ${REPORTS_A_SECOND} reports a second, one stream …`)
      const one = await Listener.open(service, undefined)
      await measure(kind.name, 'report accepted → event, p99', reporter, one, results, MOST_P99_MS)
      one.close()

      say(`${kind.name}: the same with ${STREAMS} streams …`)
      const campaignIds = [...new Set(units.map(({ campaignId }) => campaignId))]
      const many = await Promise.all(
        Array.from({ length: STREAMS - 1 }, (_stream, i) =>
          Listener.open(service, campaignIds[i % CAMPAIGNS]),
        ),
      )
      const last = await Listener.open(service, undefined)
      await measure(kind.name, `the same beside ${STREAMS} streams, p99`, reporter, last, results)
      const memory = service.peakMemory()
      if (memory !== undefined)
        results.add(kind.name, `memory with ${STREAMS} streams, peak`, memory, 'MiB', {
          most: MOST_MEMORY_MIB,
        })
      for (const listener of [last, ...many]) listener.close()
    } finally {
      await database.close()
      await service.stop()
      await drop()
    }
  }
}

async function measure(
  kind: string,
  metric: string,
  reporter: Reporter,
  listener: Listener,
  results: Results,
  most?: number,
): Promise<void> {
  const accepted = await reporter.report(SECONDS)
  await listener.heard(accepted.size)
  const calls = reporter.times.splice(0).sort((a, b) => a - b)
  results.add(kind, `${REPORTS_A_CALL} reports, p99`, calls[Math.ceil(calls.length * 0.99) - 1]!, 'ms')
  const waits = [...accepted].map(([key, at]) => Math.max(0, listener.at(key) - at)).sort((a, b) => a - b)
  results.add(kind, metric, waits[Math.ceil(waits.length * 0.99) - 1]!, 'ms', { most })
}

/** Reports statuses at a constant rate, independent of the response times. */
class Reporter {
  private round = 0
  /** Milliseconds of each call. */
  readonly times: number[] = []

  constructor(
    private readonly service: ServiceProcess,
    private readonly units: readonly BookedUnit[],
  ) {}

  /** @returns when the first, second … report of each unit was accepted */
  async report(seconds: number): Promise<Map<string, number>> {
    const accepted = new Turns()
    const calls: Promise<void>[] = []
    const callsASecond = REPORTS_A_SECOND / REPORTS_A_CALL
    const begun = performance.now()
    for (let i = 0; i < seconds * callsASecond; i++) {
      const due = begun + (i * 1000) / callsASecond
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      calls.push(this.call(accepted))
    }
    await Promise.all(calls)
    return accepted.times
  }

  private async call(accepted: Turns): Promise<void> {
    const first = (this.round * REPORTS_A_CALL) % this.units.length
    const turn = Math.floor((this.round * REPORTS_A_CALL) / this.units.length)
    this.round++
    const status = statusOf(turn)
    const reported = this.units.slice(first, first + REPORTS_A_CALL)
    const reportedAt = new Date().toISOString()
    const begun = performance.now()
    const answer = await this.service.call<{ accepted: number }>('POST', '/ads/status-reports', {
      reports: reported.flatMap(({ childAdIds }) =>
        childAdIds.map((childAdId) => ({ childAdId, status, reportedAt })),
      ),
    })
    this.times.push(performance.now() - begun)
    if (answer.accepted !== REPORTS_A_CALL) throw new Error(`only ${answer.accepted} reports were accepted`)
    const at = performance.now()
    for (const { unitId } of reported) accepted.add(unitId, at)
  }
}

/** The times of the first, second … event of each unit. */
class Turns {
  readonly times = new Map<string, number>()
  private readonly turns = new Map<string, number>()

  add(unitId: string, at: number): void {
    const turn = (this.turns.get(unitId) ?? 0) + 1
    this.turns.set(unitId, turn)
    this.times.set(`${unitId} ${turn}`, at)
  }
}

/** One stream of events, with the arrival times. */
class Listener {
  private readonly came = new Turns()

  private constructor(private readonly agent: Agent) {}

  static open(service: ServiceProcess, campaignId: string | undefined): Promise<Listener> {
    const listener = new Listener(new Agent())
    const query = campaignId === undefined ? '' : `?campaign=${campaignId}`
    return new Promise((resolve, reject) => {
      get(
        `${service.origin}/api/v1/events${query}`,
        { agent: listener.agent, headers: service.headers },
        (response) => {
          if (response.statusCode !== 200) {
            reject(new Error(`GET /events: ${response.statusCode}`))
            return
          }
          let text = ''
          response.setEncoding('utf8').on('data', (piece: string) => {
            text += piece
            const blocks = text.split('\n\n')
            text = blocks.pop()!
            for (const block of blocks) listener.take(block)
          })
          response.on('error', () => undefined)
          resolve(listener)
        },
      ).on('error', reject)
    })
  }

  /** Waits until this number of events has arrived. */
  async heard(count: number): Promise<void> {
    const { times } = this.came
    const tooLate = performance.now() + PATIENCE_MS
    while (times.size < count && performance.now() < tooLate)
      await new Promise((resolve) => setTimeout(resolve, 50))
    if (times.size < count) throw new Error(`${times.size} of ${count} events came`)
  }

  at(key: string): number {
    const at = this.came.times.get(key)
    if (at === undefined) throw new Error(`no event of ${key}`)
    return at
  }

  close(): void {
    this.agent.destroy()
  }

  private take(block: string): void {
    const data = /^event: unit\.publish-status\ndata: (.*)$/m.exec(block)?.[1]
    if (data === undefined) return
    const now = performance.now()
    this.came.add((JSON.parse(data) as { unitId: string }).unitId, now)
  }
}
