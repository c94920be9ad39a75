import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Job } from '../jobs/job'
import { addUpCampaigns, forgetCampaigns, storeCampaigns } from './campaign-rollup'
import { findChanges } from './changes'
import { addUpInventory, storeInventory } from './inventory-rollup'

export const MONITORING_REFRESH = 'monitoring-refresh'

/** Campaigns and days per chunk: a chunk reads some thousands of rows and writes few. */
const CAMPAIGNS_PER_CHUNK = 20
const DAYS_PER_CHUNK = 7

/**
 * Margin for writes that end after their deadline, and for differences between the clocks of the processes.
 */
const SLACK_MS = 30_000

/**
 * Updates the rollups: the changes since the last refresh, everything once a day. It reads outside of its
 * short write transactions, so that a purchase never waits for it; see
 * docs/decisions/0034-monitoring-rollups.md.
 *
 * @param deadlineMs a request is given up after this time
 */
export function monitoringRefresh(database: Database, clock: Clock, deadlineMs: number): Job {
  // A row may be written up to one deadline after its instant `at`, and in the order of ids another row may
  // lie between.
  const settledAfterMs = 2 * deadlineMs + SLACK_MS
  return {
    name: MONITORING_REFRESH,
    monthly: false,
    // The next run follows soon.
    retries: 0,
    frequent: true,
    async run({ signal, write, progress }) {
      const now = { ...clock.moment(), realAt: new Date().toISOString() }
      const { all, campaigns, days, next } = await database.read((tx) => findChanges(tx, now, settledAfterMs))
      const total = campaigns.length + days.length
      let done = 0
      for (const some of chunks(campaigns, CAMPAIGNS_PER_CHUNK)) {
        signal.throwIfAborted()
        const sums = await database.read((tx) => addUpCampaigns(tx, some, now.today))
        await write((tx) => storeCampaigns(tx, some, sums))
        done += some.length
        if (all) await progress(done, total)
      }
      for (const some of chunks(days, DAYS_PER_CHUNK)) {
        signal.throwIfAborted()
        const sums = await database.read((tx) => addUpInventory(tx, some))
        await write((tx) => storeInventory(tx, some, sums))
        done += some.length
        if (all) await progress(done, total)
      }
      await write(async (tx) => {
        if (all) await forgetCampaigns(tx)
        const { asOf, realAt, today, journalFloor, ledgerFloor } = next
        const { incoming } = tx.dialect
        const columns = ['as_of', 'real_at', 'today', 'journal_floor', 'ledger_floor']
        await tx.upsert(
          {
            table: 'monitoring_state',
            columns: ['id', ...columns],
            key: ['id'],
            update: Object.fromEntries(columns.map((column) => [column, incoming(column)])),
          },
          [[1, asOf, realAt, today, journalFloor, ledgerFloor]],
        )
      })
      return { all, campaigns: campaigns.length, days: days.length }
    },
  }
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
