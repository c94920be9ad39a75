import type { CampaignView, MediaMixRow } from '../../shared/contract/campaigns'
import { isOutside } from '../../shared/outside-period'
import type { Desk } from '../desk/desk'
import { openCampaign } from '../desk/desk'
import { changeCampaign } from './change-campaign'

export interface Outside {
  rows: MediaMixRow[]
  /** The campaign's period with which all of them are inside. */
  startDate: string
  endDate: string
}

/** The rows whose flight leaves the campaign's period; undefined: none. */
export function outsideRows(view: CampaignView, all: readonly MediaMixRow[]): Outside | undefined {
  const rows = all.filter((row) => isOutside(row, view))
  if (rows.length === 0) return undefined
  const starts = [view.startDate, ...rows.map(({ startDate }) => startDate)].sort()
  const ends = [view.endDate, ...rows.map(({ endDate }) => endDate)].sort()
  return { rows, startDate: starts[0]!, endDate: ends.at(-1)! }
}

/** Extends the campaign so that all of its rows are inside. */
export async function extendCampaign(desk: Desk): Promise<void> {
  const { view, rows } = openCampaign(desk)
  const outside = outsideRows(view, rows)
  if (!outside) return
  const { startDate, endDate } = outside
  await changeCampaign(desk, { startDate, endDate })
}
