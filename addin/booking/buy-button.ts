/// <reference types="office-js" />
import type { Desk } from '../desk/desk'
import { onBuyPressed } from '../media-mix/attachment'
import { startBuying } from './buy'

/**
 * Begins to buy when a buy cell is pressed in the sheet. The confirmation is in the pane, so that has to be seen.
 *
 * @returns what ends it
 */
export function buyWhenPressed(desk: Desk): () => void {
  return onBuyPressed(desk, (unitId) => {
    void Office.addin?.showAsTaskpane().catch(() => undefined)
    void startBuying(desk, [unitId])
  })
}
