import { addMonths, firstDayOf, lastDayOf, type Month, monthOf } from '../../shared/calendar'
import { mayOperate } from '../account/may-operate'
import { type Desk, failureOf } from '../desk/desk'
import type { InventoryBusy, InventoryState } from '../desk/state/inventory'

export function inventoryOf({ store }: Desk): InventoryState | null {
  return store.get().inventory
}

/** Changes the inventory area; does nothing when it was closed meanwhile. */
export function patchInventory({ store }: Desk, patch: Partial<InventoryState>): void {
  const { inventory } = store.get()
  if (inventory) store.set({ inventory: { ...inventory, ...patch } })
}

/** The initial state of the area. It starts with the next month, which operators prepare. */
export function newInventory(desk: Desk, tab: InventoryState['tab']): InventoryState {
  const month: Month = addMonths(monthOf(desk.today()), 1)
  return {
    tab: mayOperate(desk) ? tab : 'calendar',
    month,
    sheet: null,
    step: { step: 'overview' },
    busy: null,
    failure: null,
    done: null,
    load: null,
    calendar: {
      products: { kind: 'loading' },
      scope: 'product',
      productCode: '',
      contents: [],
      from: firstDayOf(month),
      to: lastDayOf(month),
      written: null,
      foreign: false,
    },
  }
}

/**
 * Runs an action of the area. Shows its progress, and the failure if it fails. Only one action runs at a
 * time.
 */
export async function busyInventory<T>(
  desk: Desk,
  what: InventoryBusy['what'],
  act: (progress: (done: number, total: number) => void) => Promise<T>,
): Promise<T | undefined> {
  if (inventoryOf(desk)?.busy) return undefined
  patchInventory(desk, { busy: { what, progress: null }, failure: null, done: null })
  try {
    return await act((done, total) => patchInventory(desk, { busy: { what, progress: { done, total } } }))
  } catch (error) {
    patchInventory(desk, { failure: failureOf(error) })
    return undefined
  } finally {
    patchInventory(desk, { busy: null })
  }
}
