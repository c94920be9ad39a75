import type { DeliveryRejection, DeliveryReport, MalformedReport } from '../../shared/contract/statuses'
import type { Language } from '../../shared/language'
import type { Transaction } from '../database/database'
import { record } from '../journal/journal'
import { type KnownChildAd, type KnownChildAds, sortedIds } from './known-child-ads'
import { type Reported, readableReports } from './readable-reports'
import { REJECTION_WORDS, type RejectionWords } from './rejection-words'
import { inUtc, isAhead } from './report-time'

const COUNTED = ['impressions', 'clicks', 'views'] as const
type Counted = Record<(typeof COUNTED)[number], number>

interface Delivered extends Counted {
  child: KnownChildAd
  date: string
  reportedAt: string
  /** The report has no time of its own: it corrects the newest numbers known at its arrival. */
  untimed: boolean
}

/**
 * Stores the delivery of child ads by day; a correction replaces the whole day. Of several reports on a day,
 * the one with the newest own time counts; of equal times, the last one received. A report without a time is
 * as new as the call, and newer than the stored report.
 *
 * @param now instant of the call
 * @param today in Seoul: a report for a later day is refused
 * @param language of the reasons for refused reports
 */
export async function reportDelivery(
  tx: Transaction,
  known: KnownChildAds,
  reports: readonly (DeliveryReport | MalformedReport)[],
  { now, today, language }: { now: string; today: string; language: Language },
): Promise<Reported<DeliveryRejection>> {
  const { readable, malformed } = readableReports(reports, language)
  const rejections: DeliveryRejection[] = malformed
  const words = REJECTION_WORDS[language]
  const ids = sortedIds(readable.map(([, { childAdId }]) => childAdId))
  const children = await known.locked(tx, ids)
  const isBooked = await bookedDays(
    tx,
    readable.map(([, report]) => report),
    children,
  )
  const newest = new Map<string, Delivered>()
  for (const [index, { childAdId, reportedAt, ...report }] of readable) {
    const child = children.get(childAdId.toLowerCase())
    const refusal = child
      ? refusalOf({ date: report.date, reportedAt }, child, isBooked, { now, today, words })
      : ({ code: 'UNKNOWN_CHILD_AD', message: words.unknown } as const)
    if (!child || refusal) {
      rejections.push({ index, childAdId, ...refusal! })
      continue
    }
    const key = `${child.id} ${report.date}`
    const before = newest.get(key)
    const at = reportedAt === undefined ? latest(now, before?.reportedAt) : inUtc(reportedAt)
    if (!before || before.reportedAt <= at)
      newest.set(key, { child, ...report, reportedAt: at, untimed: reportedAt === undefined })
  }
  const changed = await write(tx, [...newest.values()], now)
  await announce(tx, changed, now)
  rejections.sort((a, b) => a.index - b.index)
  return { accepted: reports.length - rejections.length, rejected: rejections.length, rejections }
}

function refusalOf(
  { date, reportedAt }: Pick<DeliveryReport, 'date' | 'reportedAt'>,
  child: KnownChildAd,
  isBooked: (child: KnownChildAd, date: string) => boolean,
  { now, today, words }: { now: string; today: string; words: RejectionWords },
): Pick<DeliveryRejection, 'code' | 'message'> | undefined {
  if (date > today) return { code: 'IN_THE_FUTURE', message: words.dayInFuture(date) }
  if (reportedAt !== undefined && isAhead(reportedAt, now))
    return { code: 'IN_THE_FUTURE', message: words.timeInFuture(reportedAt) }
  if (!isBooked(child, date)) return { code: 'OUTSIDE_FLIGHT', message: words.outsideFlight(date) }
  return undefined
}

/** Whether a day is, or was, in the flight of an ad's unit: an amendment keeps the ad's past days. */
async function bookedDays(
  tx: Transaction,
  reports: readonly DeliveryReport[],
  children: ReadonlyMap<string, KnownChildAd>,
): Promise<(child: KnownChildAd, date: string) => boolean> {
  const units = [...new Set([...children.values()].map(({ unitId }) => unitId))].sort()
  if (units.length === 0) return () => false
  const flights = await tx.rows<{ id: string; startDate: string; endDate: string }>(
    `SELECT u.id AS id, u.start_date AS startDate, u.end_date AS endDate
     FROM ${tx.dialect.given({ id: 'id' }, 'g')} JOIN campaign_unit u ON u.id = g.id`,
    [JSON.stringify(units.map((id) => [id]))],
  )
  const flightOf = new Map(flights.map((flight) => [flight.id, flight]))
  const inFlight = ({ unitId }: KnownChildAd, date: string) => {
    const { startDate, endDate } = flightOf.get(unitId)!
    return date >= startDate && date <= endDate
  }
  const outside = new Set<string>()
  for (const { childAdId, date } of reports) {
    const child = children.get(childAdId.toLowerCase())
    if (child && !inFlight(child, date)) outside.add(child.id)
  }
  const kept = new Set<string>()
  if (outside.size > 0) {
    const cells = await tx.rows<{ id: string; date: string }>(
      `SELECT DISTINCT s.child_ad_id AS id, x.date AS date
       FROM ${tx.dialect.given({ id: 'id' }, 'g')} JOIN owner_share s ON s.child_ad_id = g.id
       JOIN share_cell x ON x.owner_share_id = s.id`,
      [JSON.stringify([...outside].sort().map((id) => [id]))],
    )
    for (const { id, date } of cells) kept.add(`${id} ${date}`)
  }
  return (child, date) => inFlight(child, date) || kept.has(`${child.id} ${date}`)
}

/** @returns the days whose numbers changed */
async function write(tx: Transaction, days: readonly Delivered[], now: string): Promise<Delivered[]> {
  if (days.length === 0) return []
  const sorted = [...days].sort((a, b) =>
    a.child.id === b.child.id ? (a.date < b.date ? -1 : 1) : a.child.id < b.child.id ? -1 : 1,
  )
  const known = await tx.rows<Omit<Delivered, 'child' | 'untimed'> & { childAdId: string }>(
    `SELECT d.child_ad_id AS childAdId, d.date AS date, d.impressions AS impressions, d.clicks AS clicks,
            d.views AS views, d.reported_at AS reportedAt
     FROM ${tx.dialect.given({ child_ad_id: 'id', date: 'date' }, 'g')}
     JOIN delivery_day d ON d.child_ad_id = g.child_ad_id AND d.date = g.date`,
    [JSON.stringify(sorted.map(({ child, date }) => [child.id, date]))],
  )
  const before = new Map(known.map((day) => [`${day.childAdId} ${day.date}`, day]))
  const timed = sorted.map((day): Delivered => {
    if (!day.untimed) return day
    const there = before.get(`${day.child.id} ${day.date}`)
    return { ...day, reportedAt: latest(day.reportedAt, there?.reportedAt) }
  })
  const written = timed.filter((day) => {
    const there = before.get(`${day.child.id} ${day.date}`)
    // A later report with the same numbers is written too: without its time, an older report would replace
    // it.
    return (
      !there ||
      day.reportedAt > there.reportedAt ||
      (day.reportedAt === there.reportedAt && !isSame(day, there))
    )
  })
  const { incoming } = tx.dialect
  const columns = ['impressions', 'clicks', 'views', 'reported_at', 'updated_at']
  await tx.upsert(
    {
      table: 'delivery_day',
      columns: ['child_ad_id', 'date', ...columns],
      key: ['child_ad_id', 'date'],
      update: Object.fromEntries(columns.map((column) => [column, incoming(column)])),
    },
    written.map(({ child, date, impressions, clicks, views, reportedAt }) => [
      child.id,
      date,
      impressions,
      clicks,
      views,
      reportedAt,
      now,
    ]),
  )
  return written.filter((day) => {
    const there = before.get(`${day.child.id} ${day.date}`)
    return !there || !isSame(day, there)
  })
}

/**
 * The later of the two. The known time may be after the call, because the ad server's clock differs from
 * ours.
 */
function latest(at: string, known: string | undefined): string {
  return known !== undefined && known > at ? known : at
}

function isSame(a: Counted, b: Counted): boolean {
  return COUNTED.every((count) => a[count] === Number(b[count]))
}

async function announce(tx: Transaction, days: readonly Delivered[], now: string): Promise<void> {
  const units = new Map<string, { campaignId: string; from: string; to: string }>()
  for (const { child, date } of days) {
    const { from, to } = units.get(child.unitId) ?? { from: date, to: date }
    units.set(child.unitId, {
      campaignId: child.campaignId,
      from: date < from ? date : from,
      to: date > to ? date : to,
    })
  }
  await record(
    tx,
    [...units].map(([unitId, { campaignId, ...data }]) => ({
      campaignId,
      unitId,
      kind: 'unit.delivery',
      data,
    })),
    now,
  )
}
