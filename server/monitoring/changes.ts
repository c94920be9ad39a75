import { type BusinessDate, daysBetween, daysOf } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import { UNIT_LOAD } from '../inventory/unit-load'
import { MonitoringState } from './monitoring.entities'

/** The moment of a refresh. */
export interface RefreshTime {
  /** By the business's clock. */
  at: string
  today: BusinessDate
  /** By the clock on the wall. */
  realAt: string
}

/** What the rollups don't show yet. */
export interface Changes {
  /** Everything is made anew. */
  all: boolean
  campaigns: string[]
  days: BusinessDate[]
  /** The state once they do. */
  next: MonitoringState
}

/** A load says that it lives every five seconds; this is generous. */
const HEARTBEAT_SLACK_MS = 60_000

/**
 * What changed since the last refresh: campaigns by the journal, days of inventory by the ledger and by the loads at work.
 * All of it where nothing is filled yet, and on the first refresh of a business date: pacing moves with the day, and what
 * could ever have been missed is healed.
 *
 * Ids of journal and ledger are given out before their transactions commit, so a lower one may appear after a higher one.
 * What is younger than `settledAfterMs` is therefore looked at again each time: to compute it twice changes nothing.
 *
 * @param settledAfterMs after this long nothing older will be committed any more
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
 * The id up to which nothing can appear any more: the highest of a row that is old. A row that is still to appear below it
 * was begun before it was written, so it would be old too. (The lowest of the young is no such bound: one below it may be
 * on its way.)
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

/** Days of the months whose inventory is being loaded, or was since an instant by the clock on the wall. */
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
