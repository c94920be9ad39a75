import { addMakegood, getMakegood } from '../../shared/contract/statuses'
import { callOnce } from '../desk/call-once'
import { type Desk, failureOf, openCampaign } from '../desk/desk'
import { syncNow } from '../media-mix/exchange'
import { goToRow } from '../media-mix/rows'
import { loadDelivery, patchMonitoring } from './monitoring'

/** Requests a proposal for a row that will miss its guarantee: what could be added, and where it fits. */
export async function proposeMakegood(desk: Desk, unitId: string): Promise<void> {
  const { id } = openCampaign(desk).view
  patchMonitoring(desk, id, { makegood: { unitId, step: 'asking' } })
  try {
    const makegood = await desk.api.call(getMakegood, { params: { id: unitId } })
    patchMonitoring(desk, id, { makegood: { unitId, step: 'proposed', makegood } })
  } catch (error) {
    patchMonitoring(desk, id, { makegood: { unitId, step: 'failed', failure: failureOf(error) } })
  }
}

/** Adds the proposal as a service row. Idempotent: several presses add one row. */
export async function acceptMakegood(desk: Desk): Promise<void> {
  const { view, monitoring } = openCampaign(desk)
  const { makegood: flow } = monitoring
  if (flow?.step !== 'proposed' || !flow.makegood.proposal) return
  const { unitId, makegood } = flow
  const { amount, startDate, endDate } = flow.makegood.proposal
  patchMonitoring(desk, view.id, { makegood: { unitId, step: 'adding', makegood } })
  try {
    const added = await callOnce(desk, addMakegood, {
      params: { id: unitId },
      body: { version: makegood.version, amount, startDate, endDate },
    })
    patchMonitoring(desk, view.id, { makegood: { unitId, step: 'added', newUnitId: added.unitId } })
    await syncNow(desk)
    await loadDelivery(desk)
  } catch (error) {
    patchMonitoring(desk, view.id, { makegood: { unitId, step: 'failed', failure: failureOf(error) } })
  }
}

/** Shows the service row that was added. */
export async function showMakegood(desk: Desk, newUnitId: string): Promise<void> {
  closeMakegood(desk)
  desk.store.set({ panel: { kind: 'row', unitId: newUnitId } })
  await goToRow(desk, newUnitId, 'amount')
}

export function closeMakegood(desk: Desk): void {
  patchMonitoring(desk, openCampaign(desk).view.id, { makegood: null })
}
