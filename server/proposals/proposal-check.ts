import type { BusinessDate } from '../../shared/calendar'
import type { ProposalCheckView, ProposalFinding } from '../../shared/contract/proposals'
import type { RowStanding } from '../../shared/contract/purchases'
import { countedRows } from '../../shared/counted-rows'
import { fromPpm, toPpm } from '../../shared/estimates'
import type { Language } from '../../shared/language'
import { isEditable } from '../../shared/statuses'
import { standingsOf } from '../bookings/campaign-availability'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import { productsOf } from '../catalog/products'
import type { Database } from '../database/database'
import { unitsOf } from '../media-mix/media-mix'
import { groupsOf } from '../media-mix/unit-targeting'

/** The cell of a row where a refusal of a purchase is put right. */
const FIELD_OF_REFUSAL: Readonly<Record<string, ProposalFinding['field']>> = {
  AMOUNT_TOO_SMALL: 'amount',
  AMOUNT_TOO_LARGE: 'amount',
  FLIGHT_IN_PAST: 'startDate',
  INVENTORY_NOT_LOADED: 'startDate',
  TARGETING_INVALID: 'targeting',
  UNKNOWN_REFERENCE: 'product',
}

/**
 * What to look at before a proposal goes out: rows that a purchase would refuse or that are short of inventory, without
 * targeting or amount, outside the campaign's period, at another price than the rate card's, holds that end soon, and a sum
 * over budget. Only rows that the proposal counts are looked at. Nothing is changed.
 *
 * @param holdHours holds that end within so many hours are told, as by the notification
 * @throws Problem NOT_FOUND
 */
export async function checkProposal(
  database: Database,
  caller: Caller,
  campaignId: string,
  { at, today }: { at: string; today: BusinessDate },
  holdHours: number,
  language: Language,
): Promise<ProposalCheckView> {
  const read = await database.read(async (tx) => {
    const campaign = await requireCampaign(tx, caller, campaignId)
    const units = await unitsOf(tx, campaignId)
    const products = await productsOf(
      tx,
      units.map(({ productCode }) => productCode),
    )
    const holds = await tx.rows<{ unitId: string; expiresAt: string }>(
      'SELECT unit_id AS unitId, expires_at AS expiresAt FROM unit_hold WHERE campaign_id = ?',
      [campaignId],
    )
    const groups = await groupsOf(
      tx,
      units.map(({ id }) => id),
    )
    return { campaign, units, products, holds, groups }
  })
  const { campaign, units, products, groups } = read
  const counted = countedRows(units)
  const { rows } = await standingsOf(database, campaignId, units, today, language)
  const standings = new Map(rows.map((row) => [row.unitId, row]))
  const expiries = new Map(read.holds.map(({ unitId, expiresAt }) => [unitId, expiresAt]))
  const soon = new Date(Date.parse(at) + holdHours * 3_600_000).toISOString()
  const findings = units.flatMap((unit, i): ProposalFinding[] => {
    if (!counted.has(unit)) return []
    const product = products.get(unit.productCode)
    const lacksTargeting =
      isEditable(unit.bookingStatus) &&
      product?.targetingKind !== 'RANDOM' &&
      (groups.get(unit.id)?.length ?? 0) === 0
    const expiresAt = expiries.get(unit.id)
    return [
      ...(lacksTargeting ? [finding('NO_TARGETING', 'targeting', {})] : []),
      ...ofStanding(standings.get(unit.id), unit, lacksTargeting),
      ...ofPeriod(unit, campaign),
      ...ofPrice(unit, product),
      ...(unit.bookingStatus === 'Reserved' && expiresAt !== undefined && expiresAt <= soon
        ? [finding('HOLD_ENDING', 'status', { expiresAt })]
        : []),
    ].map((found) => ({ ...found, unitId: unit.id, row: i + 1 }))
  })
  const planned = [...counted].reduce((sum, { kind, amount }) => sum + (kind === 'PAID' ? amount : 0), 0)
  if (planned > campaign.budget)
    findings.push(
      finding('OVER_BUDGET', 'amount', {
        given: planned,
        expected: campaign.budget,
        over: planned - campaign.budget,
      }),
    )
  return { revision: campaign.revision, findings }
}

function finding(
  code: ProposalFinding['code'],
  field: ProposalFinding['field'],
  data: Partial<ProposalFinding>,
): ProposalFinding {
  return { code, field, unitId: null, row: null, ...data }
}

function ofStanding(
  standing: RowStanding | undefined,
  { amount }: CampaignUnit,
  lacksTargeting: boolean,
): ProposalFinding[] {
  if (!standing || lacksTargeting) return []
  const { inOrder, alone, problem } = standing
  if (amount === 0) return [finding('NO_AMOUNT', 'amount', {})]
  if (problem) return [finding('REFUSED', FIELD_OF_REFUSAL[problem.code] ?? 'status', { problem })]
  if (!inOrder || inOrder.status === 'AVAILABLE') return []
  return [
    finding('SHORT', 'amount', {
      given: amount,
      maxAmount: inOrder.maxAmount,
      maxImpressions: inOrder.maxImpressions,
      aloneAmount: alone?.maxAmount ?? 0,
    }),
  ]
}

function ofPeriod(
  { startDate, endDate }: CampaignUnit,
  campaign: { startDate: string; endDate: string },
): ProposalFinding[] {
  return [
    ...(startDate < campaign.startDate
      ? [finding('OUT_OF_PERIOD', 'startDate', { given: startDate, expected: campaign.startDate })]
      : []),
    ...(endDate > campaign.endDate
      ? [finding('OUT_OF_PERIOD', 'endDate', { given: endDate, expected: campaign.endDate })]
      : []),
  ]
}

function ofPrice(
  unit: CampaignUnit,
  product: { ecpm: number; ctr: number; vtr: number } | undefined,
): ProposalFinding[] {
  if (!product) return []
  const differ = (field: 'ecpm' | 'ctr' | 'vtr', given: number, expected: number) =>
    given === expected ? [] : [finding('PRICE_OVERRIDDEN', field, { given, expected })]
  return [
    ...differ('ecpm', unit.ecpm, product.ecpm),
    ...(unit.ctrPpm === toPpm(product.ctr) ? [] : differ('ctr', fromPpm(unit.ctrPpm), product.ctr)),
    ...(unit.vtrPpm === toPpm(product.vtr) ? [] : differ('vtr', fromPpm(unit.vtrPpm), product.vtr)),
  ]
}
