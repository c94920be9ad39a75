/// <reference types="office-js" />
import { mayOperate } from '../account/may-operate'
import type { Desk } from '../desk/desk'

/** What only operators can do; the manifest has the same ids. */
export const OPERATOR_CONTROLS = ['Flightsheet.StandardInventory', 'Flightsheet.SendCorrections'] as const

/**
 * Lets the ribbon follow the role of who is signed in: planners can't press the operators' commands. Excel can't hide a
 * command of a fixed tab.
 *
 * @returns a function that stops it
 */
export function ribbonFollowsRole(desk: Desk): () => void {
  let shown: boolean | undefined
  const follow = () => {
    const enabled = mayOperate(desk)
    if (enabled === shown) return
    shown = enabled
    if (Office.context.requirements.isSetSupported('RibbonApi', '1.1')) {
      const controls = OPERATOR_CONTROLS.map((id) => ({ id, enabled }))
      // A ribbon that isn't shown yet, or an older Excel, refuses it: then the pane says who may do it.
      void Office.ribbon
        .requestUpdate({
          tabs: [{ id: 'Flightsheet.Tab', groups: [{ id: 'Flightsheet.Inventory', controls }] }],
        })
        .catch(() => undefined)
    }
  }
  follow()
  return desk.store.subscribe(follow)
}
