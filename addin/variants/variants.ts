import { chooseVariant, createVariant, discardVariant } from '../../shared/contract/variants'
import { callOnce } from '../desk/call-once'
import { busyWith, type Desk, failureOf, isOutcomeUnknown, openCampaign } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { perDesk } from '../desk/per-desk'
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
  return step(desk, `copy ${from ?? ''}`, async (id, revision) => {
    const { variant, source, units } = await callOnce(desk, createVariant, {
      params: { id },
      body: { revision, ...(from === undefined ? {} : { from }) },
    })
    return { kind: 'made', variant, source, rows: units.length }
  })
}

/** Makes a variant the plan; the rows of the others are removed. */
export function takeVariant(desk: Desk, name: string): Promise<Done | undefined> {
  return step(desk, `choose ${name}`, async (id, revision) => {
    const { removed, released } = await callOnce(desk, chooseVariant, {
      params: { id, name },
      body: { revision },
    })
    return { kind: 'chosen', variant: name, removed: removed.length, released: released.length }
  })
}

/** Removes the rows of a variant. */
export function dropVariant(desk: Desk, name: string): Promise<Done | undefined> {
  return step(desk, `discard ${name}`, async (id, revision) => {
    const { removed, released } = await callOnce(desk, discardVariant, {
      params: { id, name },
      body: { revision },
    })
    return { kind: 'discarded', variant: name, removed: removed.length, released: released.length }
  })
}

/** The revision with which a step was sent whose answer was lost: sent again with it, it isn't done twice. */
const unanswered = perDesk(() => new Map<string, number>())

/**
 * What the planner typed is saved before, because it belongs to what is copied or chosen.
 *
 * @param what the step: `copy B`
 */
function step(
  desk: Desk,
  what: string,
  send: (campaignId: string, revision: number) => Promise<Done>,
): Promise<Done | undefined> {
  return busyWith(desk, 'write-sheet', async () => {
    await sendTyped(desk)
    await syncNow(desk)
    const { view, sync, cellErrors } = openCampaign(desk)
    if (sync.kind === 'failed') throw sync.failure
    if (cellErrors.length > 0) throw new DeskFailure('ROW_NOT_READY')
    const done = await sendOnce(desk, `${view.id} ${what}`, view.revision, (revision) =>
      send(view.id, revision),
    )
    await takeRows(desk)
    // Other rows may have more left now.
    void refreshRows(desk, true)
    return done
  })
}

async function sendOnce(
  desk: Desk,
  key: string,
  current: number,
  send: (revision: number) => Promise<Done>,
): Promise<Done> {
  const lost = unanswered(desk)
  const revision = lost.get(key) ?? current
  lost.set(key, revision)
  try {
    const done = await send(revision)
    lost.delete(key)
    return done
  } catch (error) {
    if (!isOutcomeUnknown(failureOf(error))) lost.delete(key)
    throw error
  }
}
