import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Job } from '../jobs/job'
import { addUpCampaigns, forgetCampaigns, storeCampaigns } from './campaign-rollup'
import { findChanges } from './changes'
import { addUpInventory, storeInventory } from './inventory-rollup'

export const MONITORING_REFRESH = 'monitoring-refresh'

/** Campaigns and days a chunk: some thousands of rows are read, and few are written. */
const CAMPAIGNS_PER_CHUNK = 20
const DAYS_PER_CHUNK = 7

/** Writes may be this much late beyond their deadline, and clocks of several processes this much apart. */
const SLACK_MS = 30_000

/**
 * Brings the rollups up to date: what changed since the last time, everything once a day. It reads outside of its short
 * writes, so that a purchase never waits for it; docs/decisions/0034-monitoring-rollups.md says why it is made like this.
 *
 * @param deadlineMs after this long a request that was begun is given up
 */
export function monitoringRefresh(database: Database, clock: Clock, deadlineMs: number): Job {
  // A row is written up to one deadline after its instant, and another row may stand between the two in the order of ids.
  const settledAfterMs = 2 * deadlineMs + SLACK_MS
  return {
    name: MONITORING_REFRESH,
    monthly: false,
    // The next one comes soon.
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
