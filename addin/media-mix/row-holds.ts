import { listHolds } from '../../shared/contract/purchases'
import { type Desk, patchOpen } from '../desk/desk'
import type { RowHold } from '../desk/state/media-mix'

/**
 * Loads the expiry of the held rows, if it isn't known yet.
 *
 * @returns whether it was loaded
 */
export async function refreshHolds(desk: Desk): Promise<boolean> {
  const { open } = desk.store.get()
  if (!open) return false
  const { view, rows, holds } = open
  const held = rows.filter(({ bookingStatus }) => bookingStatus === 'Reserved')
  const known =
    held.length === holds.size && held.every((row) => holds.get(row.unitId)?.version === row.version)
  if (known) return false
  try {
    const { items } =
      held.length === 0 ? { items: [] } : await desk.api.call(listHolds, { params: { id: view.id } })
    const versions = new Map(held.map(({ unitId, version }) => [unitId, version]))
    const now = items.flatMap(({ unitId, variant, expiresAt }): [string, RowHold][] => {
      const version = versions.get(unitId)
      return version === undefined ? [] : [[unitId, { version, variant, expiresAt }]]
    })
    patchOpen(desk, view.id, { holds: new Map(now) })
    return true
  } catch {
    // The expiry is only additional information: the row's status already shows the hold.
    return false
  }
}
