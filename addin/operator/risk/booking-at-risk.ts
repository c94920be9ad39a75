import { getMediaMix, type MediaMixRow } from '../../../shared/contract/campaigns'
import { listProducts, lookUpContents, type ProductView } from '../../../shared/contract/catalog'
import { type AtRiskSteps, getAtRiskSteps } from '../../../shared/contract/purchases'
import { getMakegood, type Makegood, type MakegoodProposal } from '../../../shared/contract/statuses'
import { isRunning } from '../../../shared/statuses'
import type { ApiClient } from '../../api/client'
import { everyItem } from '../../desk/every-item'

/** A booking as a table of risks names it. */
export interface Booking {
  unitId: string
  campaignId: string
  campaign: string
  advertiser: string
}

/** What is at risk of a booking, and what can be done for it. */
export interface BookingAtRisk {
  row: MediaMixRow
  /** Impressions on days that are sold beyond their forecast. */
  risk: number
  days: AtRiskSteps['rows']
  makegood: Makegood
  steps: readonly RiskStep[]
  /** No smaller amount ends the risk. */
  isBeyondReducing: boolean
  /** Service rows that the campaign has booked already. */
  services: readonly MediaMixRow[]
  names: { product(code: string): string; content(metaId: string): string }
}

/** Something that can be done for a booking at risk. */
export type RiskStep =
  | { kind: 'shift'; shift: NonNullable<AtRiskSteps['shift']> }
  /** A service row where there is room, for days that are sold beyond their forecast. */
  | { kind: 'service'; service: AtRiskSteps['makegoods'][number] }
  /** A service row for what delivery will miss. */
  | { kind: 'makegood'; proposal: MakegoodProposal; version: number }
  | { kind: 'reduce'; reduce: NonNullable<AtRiskSteps['reduce']> }

/** @throws CallFailure */
export async function loadBooking(
  api: ApiClient,
  { unitId, campaignId }: Booking,
): Promise<BookingAtRisk | null> {
  const params = { id: unitId }
  const [{ risk, rows: days, shift, makegoods, reduce }, makegood, { rows }, products] = await Promise.all([
    api.call(getAtRiskSteps, { params }),
    api.call(getMakegood, { params }),
    api.call(getMediaMix, { params: { id: campaignId } }),
    everyItem<ProductView>(api, listProducts),
  ])
  const row = rows.find((one) => one.unitId === unitId)
  if (!row) return null
  const targeted = makegoods.flatMap(({ groups }) => groups.flatMap(({ members = [] }) => members))
  const metaIds = [...new Set([...days, ...targeted].map(({ metaId }) => metaId))]
  const contents = metaIds.length === 0 ? [] : (await api.call(lookUpContents, { body: { metaIds } })).items
  const steps: RiskStep[] = []
  if (shift) steps.push({ kind: 'shift', shift })
  for (const service of makegoods) steps.push({ kind: 'service', service })
  if (makegood.proposal)
    steps.push({ kind: 'makegood', proposal: makegood.proposal, version: makegood.version })
  // Where the same amount fits, moving is enough.
  if (reduce && reduce.less.amount > 0) steps.push({ kind: 'reduce', reduce })
  return {
    row,
    risk,
    days,
    makegood,
    steps,
    isBeyondReducing: risk > 0 && reduce === null,
    services: rows.filter(({ kind, bookingStatus }) => kind === 'SERVICE' && isRunning(bookingStatus)),
    names: {
      product: (code) => products.find((one) => one.code === code)?.name ?? code,
      content: (metaId) => contents.find((one) => one.metaId === metaId)?.name ?? metaId,
    },
  }
}
