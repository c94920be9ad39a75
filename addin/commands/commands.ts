/// <reference types="office-js" />
import type { Desk } from '../desk/desk'
import { startBuying } from '../desk/purchases'
import { syncNow, writeMediaMix } from '../desk/sheet'
import { selectedUnitIds } from '../excel/buttons'

/** What ribbon and context menu can ask for: the manifest names the same ids. */
export const ACTION_IDS = ['openPane', 'writeMediaMix', 'buySelected', 'sync', 'proposal'] as const
export type ActionId = (typeof ACTION_IDS)[number]

/**
 * Every action shows the pane: it says what is going on, and whoever isn't signed in finds the sign-in there. Nothing
 * is bought without the pane's confirmation.
 */
export function actionsOf(desk: Desk): Record<ActionId, () => Promise<void>> {
  const withCampaign = (act: () => Promise<void>) => async () => {
    const { user, open } = desk.store.get()
    if (user && open) await act()
  }
  return {
    openPane: async () => undefined,
    writeMediaMix: withCampaign(() => writeMediaMix(desk)),
    buySelected: withCampaign(async () => startBuying(desk, await selectedUnitIds())),
    sync: withCampaign(() => syncNow(desk)),
    proposal: withCampaign(async () => desk.store.set({ panel: { kind: 'proposal' }, buying: null })),
  }
}

export function associateCommands(desk: Desk): void {
  const actions = actionsOf(desk)
  for (const id of ACTION_IDS) {
    Office.actions.associate(id, async (event: Office.AddinCommands.Event) => {
      try {
        await Office.addin.showAsTaskpane()
        await actions[id]()
      } finally {
        // Until it hears this Excel shows the command as running.
        event.completed()
      }
    })
  }
}
