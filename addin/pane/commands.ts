/// <reference types="office-js" />

import { mayOperate } from '../account/may-operate'
import { startBuying } from '../booking/buy'
import { actionsFor, startBooking } from '../booking/steps'
import { type Desk, failureOf } from '../desk/desk'
import type { BookingAction } from '../desk/state/booking'
import { selectedUnitIds } from '../excel/buttons'
import { reviewCorrections } from '../inventory/standard/corrections'
import { openInventory } from '../inventory/standard/sheet'
import { syncNow } from '../media-mix/exchange'
import { ownUnitIds } from '../media-mix/sheet-rows'
import { writeMediaMix } from '../media-mix/write'
import { writeMonitoring } from '../monitoring/monitoring'

/** Commands of the ribbon and the context menu. The manifest contains the same ids. */
export const ACTION_IDS = [
  'openPane',
  'writeMediaMix',
  'buySelected',
  'holdSelected',
  'amendSelected',
  'cancelSelected',
  'sync',
  'proposal',
  'monitoring',
  'standardInventory',
  'sendCorrections',
  'inventoryCalendar',
] as const
export type ActionId = (typeof ACTION_IDS)[number]

/**
 * Every command shows the pane. The pane shows the progress, and first asks a user to sign in or to open a
 * campaign if needed. Nothing is bought without confirmation in the pane.
 */
function actionsOf(desk: Desk): Record<ActionId, () => Promise<void>> {
  const withCampaign = (act: () => Promise<void>) => async () => {
    const { user, expired, open } = desk.store.get()
    if (!user || expired || !open) desk.store.set({ commandTooEarly: true })
    // A running action isn't interrupted and its answer isn't hidden; the pane shows it.
    else if (!isUnderWay(desk)) await act()
  }
  const withUser = (act: () => Promise<void>) => async () => {
    const { user, expired } = desk.store.get()
    if (!user || expired) desk.store.set({ commandTooEarly: true })
    else if (!isUnderWay(desk)) await act()
  }
  const ofSelected = (...actions: BookingAction[]) =>
    withCampaign(async () => {
      const unitIds = await ownUnitIds(desk, await selectedUnitIds())
      const chosen = desk.store.get().open?.rows.filter(({ unitId }) => unitIds.includes(unitId)) ?? []
      const possible = actionsFor(desk, chosen)
      await startBooking(desk, actions.find((action) => possible.has(action)) ?? actions[0]!, unitIds)
    })
  return {
    openPane: async () => undefined,
    writeMediaMix: withCampaign(() => writeMediaMix(desk)),
    buySelected: withCampaign(async () => startBuying(desk, await ownUnitIds(desk, await selectedUnitIds()))),
    holdSelected: ofSelected('hold', 'extend'),
    amendSelected: ofSelected('amend'),
    // What is in flight is stopped: its past stays.
    cancelSelected: ofSelected('cancel', 'stop'),
    sync: withCampaign(() => syncNow(desk)),
    proposal: withCampaign(async () =>
      desk.store.set({ panel: { kind: 'proposal' }, buying: null, booking: null }),
    ),
    monitoring: withCampaign(() => writeMonitoring(desk)),
    standardInventory: withUser(() => openInventory(desk, 'standard')),
    sendCorrections: withUser(async () => {
      await openInventory(desk, 'standard')
      if (mayOperate(desk)) await reviewCorrections(desk)
    }),
    inventoryCalendar: withUser(() => openInventory(desk, 'calendar')),
  }
}

function isUnderWay({ store }: Desk): boolean {
  const { buying, booking, busy } = store.get()
  return buying?.step === 'buying' || booking?.step === 'working' || busy !== null
}

/** @param begun settles when a stored sign-in and the workbook's campaign have been restored */
export function associateCommands(desk: Desk, begun: Promise<void>): void {
  const actions = actionsOf(desk)
  for (const id of ACTION_IDS) {
    Office.actions.associate(id, async (event: Office.AddinCommands.Event) => {
      try {
        await Office.addin.showAsTaskpane()
        await begun
        await actions[id]()
      } catch (error) {
        desk.store.set({ failure: failureOf(error) })
      } finally {
        // Excel shows the command as running until this call.
        event.completed()
      }
    })
  }
}
