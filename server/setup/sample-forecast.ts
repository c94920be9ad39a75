import { monthOf } from '../../shared/calendar'
import type { Database, Transaction } from '../database/database'
import { correct } from '../inventory/corrections'
import { StandardInventory } from '../inventory/inventory.entities'
import { type Actor, confirm, reopen } from '../inventory/standard-inventory'
import { unitLoad } from '../inventory/unit-load'

/**
 * Lowers a content's total of a month as an operator does: reopen, correct, confirm, load the month again. Sold days
 * keep what is sold, so they are at risk afterwards.
 */
export async function lowerForecast(
  tx: Transaction,
  database: Database,
  { content, date, percent, reason }: { content: string; date: string; percent: number; reason: string },
  actor: Actor,
): Promise<void> {
  const month = monthOf(date)
  const row = await tx.manager.findOneByOrFail(StandardInventory, { month, metaId: content })
  await reopen(tx, [row.id], reason, actor)
  const adjustedTotal = Math.round((row.forecastTotal * percent) / 100)
  await correct(tx, { id: row.id, adjustedTotal, reason, version: row.version + 1 }, actor)
  await confirm(tx, month, [row.id], actor)
  await unitLoad(database).run({
    runId: '',
    month,
    input: null,
    actor: actor.accountId,
    // Within the open transaction, and to its end.
    signal: new AbortController().signal,
    write: (work) => work(tx),
    progress: async () => undefined,
    log: async () => undefined,
    start: async () => undefined,
  })
}
