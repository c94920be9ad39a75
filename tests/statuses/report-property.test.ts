import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BookedUnit, bookUnits } from '../../bench/status-market'
import type { Database } from '../../server/database/database'
import { KnownChildAds } from '../../server/statuses/known-child-ads'
import { reportStatuses } from '../../server/statuses/report-statuses'
import {
  nextPublishStatuses,
  PUBLISH_PRIORITY,
  PUBLISH_STATUSES,
  type PublishStatus,
} from '../../shared/statuses'
import { databases, openTestDatabase } from '../support/databases'

const NOW = '2026-12-20T00:00:00.000Z'
const CHILDREN = 4

interface Said {
  child: number
  status: PublishStatus
  minute: number
}

const said = fc.record({
  child: fc.nat({ max: CHILDREN - 1 }),
  status: fc.constantFrom(...PUBLISH_STATUSES),
  minute: fc.nat({ max: 6 }),
})

/** Reports in the right order; and the same reports shuffled, some repeated, divided into several calls. */
const stories = fc.array(said, { minLength: 1, maxLength: 24 }).chain((ordered) =>
  fc.record({
    ordered: fc.constant(ordered),
    sent: fc.array(fc.nat({ max: ordered.length - 1 }), { maxLength: 8 }).chain((again) =>
      fc.shuffledSubarray([...ordered, ...again.map((i) => ordered[i]!)], {
        minLength: ordered.length + again.length,
      }),
    ),
    cuts: fc.array(fc.nat({ max: 32 }), { maxLength: 5 }),
  }),
)

/**
 * Walks the diagram: at every minute the status with the highest priority, if the diagram has a step to it.
 */
function expected(reports: readonly Said[], child: number): PublishStatus {
  let status: PublishStatus = 'REQUESTED'
  for (let minute = 0; minute <= 6; minute++) {
    const now = new Set(
      reports.filter((one) => one.child === child && one.minute === minute).map((one) => one.status),
    )
    const first = PUBLISH_PRIORITY.find((one) => now.has(one))
    if (first && nextPublishStatuses(status).includes(first)) status = first
  }
  return status
}

const firstOf = (all: readonly PublishStatus[]) => PUBLISH_PRIORITY.find((one) => all.includes(one))

const known = new KnownChildAds()

describe.each(databases())('status reports on $name', (kind) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ database, drop } = await openTestDatabase(kind))
  })
  afterAll(() => drop())

  /** Two units with one ad each and two child ads per ad, nothing reported. */
  const book = () =>
    bookUnits(database, {
      ownerId: 'owner',
      campaigns: 1,
      unitsEach: 2,
      adsEach: 1,
      childAdsEach: 2,
      startDate: '2026-12-01',
      days: 1,
      at: '2026-11-30T00:00:00.000Z',
    })

  async function report(units: readonly BookedUnit[], reports: readonly Said[]): Promise<void> {
    const ids = units.flatMap(({ childAdIds }) => childAdIds)
    const body = reports.map(({ child, status, minute }) => ({
      childAdId: ids[child]!,
      status,
      reportedAt: `2026-12-10T09:0${minute}:00+09:00`,
    }))
    const { accepted, rejected } = await database.write((tx) =>
      reportStatuses(tx, known, body, { now: NOW, language: 'en' }),
    )
    expect(accepted + rejected).toBe(reports.length)
  }

  /** Everything that results from the reports, without ids. */
  async function outcome(units: readonly BookedUnit[]) {
    return database.read(async (tx) => {
      const { campaignId } = units[0]!
      const places = new Map(units.flatMap((unit) => unit.childAdIds).map((id, i) => [id, i]))
      const children = await tx.rows<{ id: string; status: PublishStatus; since: string | null }>(
        `SELECT c.id AS id, c.publish_status AS status, c.status_reported_at AS since FROM child_ad c
         JOIN ad ON ad.id = c.ad_id JOIN campaign_unit u ON u.id = ad.unit_id WHERE u.campaign_id = ?`,
        [campaignId],
      )
      const of = (sql: string) => tx.rows<Record<string, unknown>>(sql, [campaignId])
      return {
        children: children
          .map(({ id, ...child }) => ({ place: places.get(id)!, ...child }))
          .sort((a, b) => a.place - b.place),
        ads: await of(
          `SELECT ad.publish_status AS status FROM ad JOIN campaign_unit u ON u.id = ad.unit_id
           WHERE u.campaign_id = ? ORDER BY u.position`,
        ),
        units: await of(
          `SELECT u.publish_status AS own, p.status AS status, requested, approved, live, paused, completed, rejected,
                  failed, canceled
           FROM campaign_unit u JOIN unit_publish_status p ON p.unit_id = u.id WHERE u.campaign_id = ? ORDER BY u.position`,
        ),
        campaign: await of('SELECT publish_status AS status FROM campaign WHERE id = ?'),
      }
    })
  }

  it('end in the same statuses in any order, repetition and grouping as the ordered set', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ ordered, sent, cuts }) => {
        const once = await book()
        const mixed = await book()
        await report(
          once,
          [...ordered].sort((a, b) => a.minute - b.minute),
        )
        const places = [...new Set([0, ...cuts.filter((cut) => cut < sent.length), sent.length])].sort(
          (a, b) => a - b,
        )
        for (const [i, from] of places.slice(0, -1).entries())
          await report(mixed, sent.slice(from, places[i + 1]))

        const result = await outcome(mixed)
        expect(result).toEqual(await outcome(once))
        const children = [0, 1, 2, 3].map((child) => expected(ordered, child))
        expect(result.children.map(({ status }) => status)).toEqual(children)
        const ofUnits = [firstOf(children.slice(0, 2)), firstOf(children.slice(2))]
        expect(result.ads.map(({ status }) => status)).toEqual(ofUnits)
        expect(result.units.map(({ own }) => own)).toEqual(ofUnits)
        expect(result.units.map(({ status }) => status)).toEqual(ofUnits)
        for (const [i, unit] of result.units.entries())
          for (const status of PUBLISH_STATUSES)
            expect(unit[status.toLowerCase()]).toBe(
              children.slice(2 * i, 2 * i + 2).filter((one) => one === status).length,
            )
        expect(result.campaign).toEqual([{ status: firstOf(children) }])
      }),
      { numRuns: 40 },
    )
  })
})
