import {
  decideForecasts,
  listStandardInventory,
  type StandardInventoryView,
} from '../../../shared/contract/inventory'
import type { Desk } from '../../desk/desk'
import { everyItem } from '../../desk/every-item'
import { busyInventory, inventoryOf, patchInventory } from '../area'
import { startLoad } from '../loads'
import { redrawStandard, requireStandard } from './sheet'

export type ForecastDecision = 'TAKE' | 'KEEP'

/** Shows the confirmed rows of the sheet's month whose forecast has changed since. */
export async function askAboutForecasts(desk: Desk): Promise<void> {
  await busyInventory(desk, 'read', async () => {
    const { read } = await requireStandard(desk)
    const rows = await everyItem<StandardInventoryView>(desk.api, listStandardInventory, {
      month: read.month,
      changed: true,
      limit: 10_000,
    })
    const changed = rows.filter(({ status }) => status === 'CONFIRMED')
    patchInventory(
      desk,
      changed.length > 0
        ? { step: { step: 'forecasts', rows: changed } }
        : { done: { kind: 'forecasts-same' } },
    )
  })
}

/**
 * Takes the newest forecast of the shown rows, or keeps the confirmed one; then loads unit inventory if requested.
 *
 * @param ids the rows that are decided about
 */
export async function decideShown(
  desk: Desk,
  decision: ForecastDecision,
  ids: readonly number[],
  reason: string,
  thenLoad: boolean,
): Promise<void> {
  const { step } = inventoryOf(desk) ?? {}
  if (step?.step !== 'forecasts') return
  const chosen = step.rows.filter(({ id }) => ids.includes(id))
  const month = await busyInventory(desk, 'forecasts', async () => {
    const { items, unitLoad } = await desk.api.call(decideForecasts, {
      body: { decision, reason, rows: chosen.map(({ id, version }) => ({ id, version })) },
    })
    await redrawStandard(desk)
    patchInventory(desk, {
      step: { step: 'overview' },
      done: { kind: decision === 'TAKE' ? 'forecasts-taken' : 'forecasts-kept', count: items.length },
    })
    return unitLoad.months[0]
  })
  if (month !== undefined && thenLoad) await startLoad(desk, 'unit-inventory-load', month)
}
