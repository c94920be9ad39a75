import { chooseVariant, createVariant, discardVariant } from '../../shared/contract/variants'
import { callOnce } from '../desk/call-once'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { sendTyped, syncNow, takeRows } from '../media-mix/exchange'
import { refreshRows } from '../media-mix/show'

/** What was done with a variant; the pane says so. */
export type Done =
  | { kind: 'made'; variant: string; source: string; rows: number }
  | { kind: 'chosen' | 'discarded'; variant: string; removed: number; released: number }

/**
 * Copies a variant, or the rows of a campaign without variants.
 *
 * @param from the variant that is copied; left out: the first one
 * @returns undefined when it failed, and the failure is shown
 */
export function makeVariant(desk: Desk, from?: string): Promise<Done | undefined> {
  return step(desk, async (id, revision) => {
    const { variant, source, units } = await callOnce(desk, createVariant, {
      params: { id },
      body: { revision, ...(from === undefined ? {} : { from }) },
    })
    return { kind: 'made', variant, source, rows: units.length }
  })
}

/** Makes a variant the plan; the rows of the others are removed. */
export function takeVariant(desk: Desk, name: string): Promise<Done | undefined> {
  return step(desk, async (id, revision) => {
    const { removed, released } = await callOnce(desk, chooseVariant, {
      params: { id, name },
      body: { revision },
    })
    return { kind: 'chosen', variant: name, removed: removed.length, released: released.length }
  })
}

/** Removes the rows of a variant. */
export function dropVariant(desk: Desk, name: string): Promise<Done | undefined> {
  return step(desk, async (id, revision) => {
    const { removed, released } = await callOnce(desk, discardVariant, {
      params: { id, name },
      body: { revision },
    })
    return { kind: 'discarded', variant: name, removed: removed.length, released: released.length }
  })
}

/** What the planner typed is saved before, because it belongs to what is copied or chosen. */
function step(
  desk: Desk,
  send: (campaignId: string, revision: number) => Promise<Done>,
): Promise<Done | undefined> {
  return busyWith(desk, 'write-sheet', async () => {
    await sendTyped(desk)
    await syncNow(desk)
    const { view, sync } = openCampaign(desk)
    if (sync.kind === 'failed') throw sync.failure
    const done = await send(view.id, view.revision)
    await takeRows(desk)
    // Other rows may have more left now.
    await refreshRows(desk, true)
    return done
  })
}
