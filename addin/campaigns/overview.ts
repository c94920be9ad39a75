import { monitoringAtRisk, monitoringCampaigns, monitoringDeliveries } from '../../shared/contract/monitoring'
import { type Desk, failureOf } from '../desk/desk'
import type { Overview } from '../desk/state/overview'
import { goToRow } from '../media-mix/rows'
import { openCampaignById } from './campaigns'

/** As many rows as fit above the list of campaigns; the dashboard shows all. */
const MOST_AT_RISK = 3

/** Loads the overview. A previous one stays until the new one arrives, and also if loading fails. */
export async function loadOverview(desk: Desk): Promise<void> {
  const { store, api } = desk
  if (store.get().overview?.kind !== 'ready') store.set({ overview: { kind: 'loading' } })
  try {
    const [campaigns, atRisk, deliveries] = await Promise.all([
      api.call(monitoringCampaigns, { query: { limit: 1 } }),
      api.call(monitoringAtRisk, { query: { limit: MOST_AT_RISK } }),
      api.call(monitoringDeliveries, {}),
    ])
    const ofToday = deliveries.items.filter(({ date }) => date === deliveries.today)
    const value: Overview = {
      asOf: campaigns.asOf,
      campaigns: campaigns.total,
      byStatus: campaigns.byBookingStatus,
      atRisk: { total: atRisk.total, missing: atRisk.missing, worst: atRisk.items },
      today: {
        planned: ofToday.reduce((sum, { planned }) => sum + planned, 0),
        delivered: ofToday.reduce((sum, { delivered }) => sum + delivered, 0),
      },
    }
    store.set({ overview: { kind: 'ready', value } })
  } catch (error) {
    if (store.get().overview?.kind !== 'ready') {
      store.set({ overview: { kind: 'failed', failure: failureOf(error) } })
    }
  }
}

/** Opens a campaign at one of its rows. */
export async function openAtRow(desk: Desk, campaignId: string, unitId: string): Promise<void> {
  await openCampaignById(desk, campaignId)
  const { open } = desk.store.get()
  if (open?.view.id !== campaignId || !open.rows.some((row) => row.unitId === unitId)) return
  desk.store.set({ panel: { kind: 'row', unitId } })
  await goToRow(desk, unitId, 'amount').catch(() => undefined)
}
