/// <reference types="office-js" />
import type { Desk } from '../desk/desk'
import { onBuyPressed } from '../media-mix/attachment'
import { ownUnitIds } from '../media-mix/sheet-rows'
import { startBuying } from './buy'

/**
 * Starts buying when a buy cell is pressed in the sheet. Shows the pane, because the planner confirms there.
 *
 * @returns a function that stops it
 */
export function buyWhenPressed(desk: Desk): () => void {
  return onBuyPressed(desk, (unitId) => {
    void Office.addin?.showAsTaskpane().catch(() => undefined)
    void ownUnitIds(desk, [unitId])
      .catch(() => [unitId])
      .then((unitIds) => startBuying(desk, unitIds))
  })
}
