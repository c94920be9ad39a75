import { type BusinessDate, daysBetween, daysOf } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import { UNIT_LOAD } from '../inventory/unit-load'
import { MonitoringState } from './monitoring.entities'

/** The time of a refresh. */
export interface RefreshTime {
  /** By the business clock. */
  at: string
  today: BusinessDate
  /** In real time. */
  realAt: string
}

/** The changes that the rollups don't contain yet. */
export interface Changes {
  /** Everything is rebuilt. */
  all: boolean
  campaigns: string[]
  days: BusinessDate[]
  /** The state after this refresh. */
  next: MonitoringState
}

/** A load sends a heartbeat every five seconds; this leaves a wide margin. */
const HEARTBEAT_SLACK_MS = 60_000

/**
 * The changes since the last refresh: campaigns from the journal, days of inventory from the ledger and the
 * unit loads. Everything is rebuilt if the rollups are empty, and at the first refresh of a business date,
 * because pacing depends on the date. That also corrects anything that was missed.
 *
 * Ids of journal and ledger are assigned before the commit, so a lower id may appear after a higher one. Rows
 * younger than `settledAfterMs` are therefore read again each time; refreshing twice is idempotent.
 *
 * @param settledAfterMs after this time no older row is committed any more
 */
export async function findChanges(
  tx: Transaction,
  { at, today, realAt }: RefreshTime,
  settledAfterMs: number,
): Promise<Changes> {
  const state = await tx.manager.findOneBy(MonitoringState, { id: 1 })
  const cut = new Date(Date.parse(at) - settledAfterMs).toISOString()
  const floors = { journal: state?.journalFloor ?? 0, ledger: state?.ledgerFloor ?? 0 }
  const next: MonitoringState = {
    id: 1,
    asOf: at,
    realAt,
    today,
    journalFloor: await settledUpTo(tx, 'journal', floors.journal, cut),
    ledgerFloor: await settledUpTo(tx, 'deduction', floors.ledger, cut),
  }
  if (state?.today !== today) {
    return { all: true, campaigns: await allCampaigns(tx), days: await allDays(tx), next }
  }
  const campaigns = await tx.rows<{ campaignId: string }>(
    'SELECT DISTINCT campaign_id AS campaignId FROM journal WHERE id > ?',
    [floors.journal],
  )
  const moved = await tx.rows<{ date: BusinessDate }>('SELECT DISTINCT date FROM deduction WHERE id > ?', [
    floors.ledger,
  ])
  const loaded = await loadedDays(tx, state.realAt)
  return {
    all: false,
    campaigns: campaigns.map(({ campaignId }) => campaignId).sort(),
    days: [...new Set([...moved.map(({ date }) => date), ...loaded])].sort(),
    next,
  }
}

/**
 * The id up to which no new row can appear: the highest id of an old row. A row that appears below it later
 * was begun before that row was written, so it would be old too. (The lowest young id is no such bound: a row
 * below it may not be committed yet.)
 */
async function settledUpTo(
  tx: Transaction,
  table: 'journal' | 'deduction',
  floor: number,
  cut: string,
): Promise<number> {
  const [old] = await tx.rows<{ id: number | string | null }>(
    `SELECT MAX(id) AS id FROM ${table} WHERE id > ? AND at < ?`,
    [floor, cut],
  )
  return Number(old?.id ?? floor)
}

/** Days of the months with a unit load that runs now, or that ran since an instant in real time. */
async function loadedDays(tx: Transaction, realSince: string): Promise<BusinessDate[]> {
  const since = new Date(Date.parse(realSince) - HEARTBEAT_SLACK_MS).toISOString()
  const loads = await tx.rows<{ month: string }>(
    `SELECT DISTINCT month FROM job_run
     WHERE job = ? AND month IS NOT NULL AND (status = 'RUNNING' OR heartbeat_at >= ?)`,
    [UNIT_LOAD, since],
  )
  return loads.flatMap(({ month }) => daysOf(month))
}

async function allCampaigns(tx: Transaction): Promise<string[]> {
  const campaigns = await tx.rows<{ id: string }>('SELECT id FROM campaign ORDER BY id')
  return campaigns.map(({ id }) => id)
}

async function allDays(tx: Transaction): Promise<BusinessDate[]> {
  const [span] = await tx.rows<{ first: BusinessDate | null; last: BusinessDate | null }>(
    'SELECT MIN(date) AS first, MAX(date) AS last FROM unit_inventory',
  )
  return span?.first && span.last ? daysBetween(span.first, span.last) : []
}
