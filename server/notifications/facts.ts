import { addDays, addMonths, firstDayOf, monthOf } from '../../shared/calendar'
import type { NoticeData, NoticeRule } from '../../shared/notification-words'
import type { RiskReason } from '../../shared/pacing'
import { seoulTime, startOfDay } from '../../shared/seoul-time'
import type { NotificationSettings } from '../configuration'
import type { Transaction } from '../database/database'

/** How long a file that failed is worth a notice, unless it was loaded since. */
const FILE_DAYS = 7
/** How long a hold that has expired is, unless its row was opened again. */
const EXPIRED_DAYS = 7
/** How long it is worth a notice that an approval was declined. */
const DECLINED_DAYS = 7

/** Something that people are told of while it is so. */
export interface Fact<Rule extends NoticeRule = NoticeRule> {
  /** Tells the facts of a rule from each other. */
  subject: string
  data: NoticeData[Rule]
  /** The campaign whose people are told; null: operators are. */
  campaignId: string | null
  unitId: string | null
}

export interface Moment {
  /** Instant. */
  at: string
  /** Business date in Seoul. */
  today: string
}

/** The facts of each rule at a moment. */
export const FACTS: {
  [Rule in NoticeRule]: (
    tx: Transaction,
    moment: Moment,
    settings: NotificationSettings,
  ) => Promise<Fact<Rule>[]>
} = {
  async HOLD_ENDING(tx, { at }, { holdHours }) {
    const until = new Date(Date.parse(at) + holdHours * 3_600_000).toISOString()
    const rows = await tx.rows<OfRow & { expiresAt: string }>(
      `SELECT ${OF_ROW}, h.expires_at AS expiresAt FROM unit_hold h ${rowOf('h.unit_id')}
       WHERE h.expires_at > ? AND h.expires_at <= ? AND u.booking_status = 'Reserved'`,
      [at, until],
    )
    return rows.map((row) => ofRow(row, { expiresAt: row.expiresAt }))
  },

  async HOLD_EXPIRED(tx, { at }) {
    const rows = await tx.rows<OfRow & { details: string }>(
      `SELECT ${OF_ROW}, e.details AS details FROM campaign_unit x ${rowOf('x.id')}
       JOIN booking_event e ON e.id = (SELECT MAX(n.id) FROM booking_event n WHERE n.unit_id = x.id)
       WHERE x.booking_status = 'Expired' AND x.updated_at >= ? AND e.action = 'HOLD_EXPIRED' AND e.at >= ?`,
      [daysBefore(at, EXPIRED_DAYS), daysBefore(at, EXPIRED_DAYS)],
    )
    return rows.map((row) => {
      const { expiresAt } = JSON.parse(row.details)
      // The same row, held and expired again, is told again.
      return { ...ofRow(row, { expiresAt }), subject: `${row.unitId} ${expiresAt}` }
    })
  },

  async AT_RISK(tx) {
    const rows = await tx.rows<OfRow & { missing: number; reason: RiskReason }>(
      `SELECT ${OF_ROW}, n.missing AS missing, n.reason AS reason
       FROM monitoring_unit n ${rowOf('n.unit_id')} WHERE n.reason IS NOT NULL`,
    )
    return rows.map((row) => ofRow(row, { missing: Number(row.missing), reason: row.reason }))
  },

  async AD_REJECTED(tx) {
    const rows = await tx.rows<OfRow & { ads: number; message: string | null }>(
      `SELECT ${OF_ROW}, s.rejected AS ads,
              (SELECT MAX(r.message) FROM ad JOIN child_ad c ON c.ad_id = ad.id
               JOIN publish_report r ON r.child_ad_id = c.id AND r.status = 'REJECTED'
                 AND r.reported_at = c.status_reported_at
               WHERE ad.unit_id = u.id AND c.publish_status = 'REJECTED') AS message
       FROM unit_publish_status s ${rowOf('s.unit_id')}
       WHERE s.rejected > 0 AND u.booking_status IN ('Booked', 'InFlight', 'Paused')`,
    )
    return rows.map((row) => ofRow(row, { ads: Number(row.ads), message: row.message }))
  },

  async APPROVAL_ASKED(tx) {
    const rows = await tx.rows<OfApproval & { by_: string }>(
      `SELECT ${OF_APPROVAL}, COALESCE(w.email, a.requested_by) AS by_
       FROM approval a JOIN campaign k ON k.id = a.campaign_id LEFT JOIN account w ON w.id = a.requested_by
       WHERE a.status = 'OPEN'`,
    )
    return rows.map(({ id, campaign, amount, by_ }) => ({
      subject: id,
      data: { campaign, amount: Number(amount), by: by_ },
      // Operators are told.
      campaignId: null,
      unitId: null,
    }))
  },

  async APPROVAL_DECIDED(tx, { at }) {
    const rows = await tx.rows<OfApproval & { status: string; reason: string | null }>(
      `SELECT ${OF_APPROVAL}, a.status AS status, a.decision_reason AS reason
       FROM approval a JOIN campaign k ON k.id = a.campaign_id
       WHERE (a.status = 'APPROVED' AND a.valid_until > ?) OR (a.status = 'DECLINED' AND a.decided_at >= ?)`,
      [at, daysBefore(at, DECLINED_DAYS)],
    )
    return rows.map(({ id, campaignId, campaign, amount, status, reason }) => ({
      subject: id,
      data: { campaign, amount: Number(amount), approved: status === 'APPROVED', reason },
      campaignId,
      unitId: null,
    }))
  },

  async FILE_FAILED(tx, { at }) {
    const since = daysBefore(at, FILE_DAYS)
    const runs = await tx.rows<FailedRun>(
      `SELECT r.id AS runId, f.name AS name, r.input AS input, r.error AS error, f.rejected AS rejected,
              r.finished_at AS finishedAt
       FROM job_run r LEFT JOIN forecast_file f ON f.run_id = r.id
       WHERE r.job IN ('forecast-load', 'forecast-inbox-file') AND r.finished_at >= ?
         AND (r.status = 'FAILED' OR (r.status = 'SUCCEEDED' AND f.accepted = 0 AND f.rejected > 0))`,
      [since],
    )
    const failed = runs.map((run) => ({ ...run, file: run.name ?? fileNameIn(run.input) }))
    const loaded = await loadedSince(tx, since)
    return failed
      .filter(
        ({ file, finishedAt }) => !loaded.some(({ name, takenAt }) => name === file && takenAt > finishedAt),
      )
      .map(({ runId, file, error, rejected }) => ({
        subject: runId,
        data: { runId, file, reason: reasonIn(error) ?? `0 / ${rejected}` },
        campaignId: null,
        unitId: null,
      }))
  },

  async FILE_MISSING(tx, { at, today }, { vendorFiles }) {
    const timeOfDay = seoulTime(at).slice(11)
    const due = vendorFiles.filter(({ hour }) => hour <= timeOfDay)
    if (due.length === 0) return []
    const files = await tx.rows<{ name: string }>(
      // A file's own times are those of the machine; its run has those of the business.
      'SELECT f.name AS name FROM forecast_file f JOIN job_run r ON r.id = f.run_id WHERE r.created_at >= ?',
      [startOfDay(today).toISOString()],
    )
    return due
      .filter(({ vendor }) => !files.some(({ name }) => name.toLowerCase().includes(vendor.toLowerCase())))
      .map(({ vendor, hour }) => ({
        subject: `${vendor} ${today}`,
        data: { vendor, date: today, hour },
        campaignId: null,
        unitId: null,
      }))
  },

  async MONTH_UNCONFIRMED(tx, { today }, { confirmDays }) {
    const present = monthOf(today)
    const next = addMonths(present, 1)
    const rows = await tx.rows<{ month: string; open: number; all_: number }>(
      `SELECT month AS month, SUM(CASE WHEN status = 'OPEN' THEN 1 ELSE 0 END) AS open, COUNT(*) AS all_
       FROM standard_inventory WHERE month IN (?, ?) GROUP BY month`,
      [present, next],
    )
    const of = (month: string) => rows.find((row) => row.month === month)
    const fact = (month: string, open: number): Fact<'MONTH_UNCONFIRMED'> => ({
      subject: month,
      data: { month, open, begins: firstDayOf(month) },
      campaignId: null,
      unitId: null,
    })
    const openOf = (month: string) => Number(of(month)?.open ?? 0)
    const isNear = addDays(today, confirmDays) >= firstDayOf(next)
    return [
      // A month that has begun keeps its notice until the last of its rows is confirmed.
      ...(openOf(present) > 0 ? [fact(present, openOf(present))] : []),
      ...(isNear && (openOf(next) > 0 || !of(next)) ? [fact(next, openOf(next))] : []),
    ]
  },
}

/** @param at instant */
function daysBefore(at: string, days: number): string {
  return new Date(Date.parse(at) - days * 86_400_000).toISOString()
}

interface OfApproval {
  id: string
  campaignId: string
  campaign: string
  amount: number | string
}

const OF_APPROVAL = 'a.id AS id, a.campaign_id AS campaignId, k.name AS campaign, a.amount AS amount'

interface OfRow {
  campaignId: string
  unitId: string
  campaign: string
  product: string
}

const OF_ROW = `u.campaign_id AS campaignId, u.id AS unitId, k.name AS campaign,
  COALESCE(p.name, u.product_code) AS product`

function rowOf(unitId: string): string {
  return `JOIN campaign_unit u ON u.id = ${unitId} JOIN campaign k ON k.id = u.campaign_id
    LEFT JOIN product p ON p.code = u.product_code`
}

function ofRow<More extends object>({ campaignId, unitId, campaign, product }: OfRow, more: More) {
  return { subject: unitId, campaignId, unitId, data: { campaign, product, ...more } }
}

interface FailedRun {
  runId: string
  name: string | null
  input: string | null
  error: string | null
  rejected: number | null
  finishedAt: string
}

/** Files of which rows were taken. */
function loadedSince(tx: Transaction, since: string) {
  return tx.rows<{ name: string; takenAt: string }>(
    `SELECT f.name AS name, r.finished_at AS takenAt FROM forecast_file f JOIN job_run r ON r.id = f.run_id
     WHERE r.finished_at >= ? AND r.status = 'SUCCEEDED' AND f.accepted > 0`,
    [since],
  )
}

/** A file that was refused before it was registered has its name only in the input of its run. */
function fileNameIn(input: string | null): string {
  const { name } = JSON.parse(input ?? 'null') ?? {}
  return typeof name === 'string' ? name : '–'
}

/** Undefined for a run that succeeded and could take none of the rows. */
function reasonIn(error: string | null): string | undefined {
  const { detail } = JSON.parse(error ?? 'null') ?? {}
  return typeof detail === 'string' ? detail : undefined
}
