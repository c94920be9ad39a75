import type { UnitTargeting } from '../../shared/contract/campaigns'
import { RANDOM_POOL } from '../../shared/inventory'
import type {
  Plan,
  PlanAvailability,
  PlanMember,
  PlanRow,
  PlanTargetingGroup,
} from '../../shared/sheets/plan'
import { MAX_SHEET_AMOUNT } from '../../shared/sheets/typed-values'
import { isEditable } from '../../shared/statuses'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { RowAvailability, RowHold } from '../desk/state/media-mix'

/** What the sheets say of targeting and availability, in the planner's language. */
export interface PlanWords {
  random: string
  contents: (count: number) => string
  more: (name: string, others: number) => string
  /** Empty: the numbers are shown. */
  message: (availability: RowAvailability, amount: number) => string
  held: (hold: RowHold) => string
  /** Something was typed into a row that is reserved or bought. */
  amending: string
}

/** Forecast and remaining impressions of a content in a flight on some platforms; null: not known. */
export type MemberNumbers = (
  metaId: string,
  platforms: readonly string[],
  startDate: string,
  endDate: string,
) => { forecast: number; available: number } | null

/** What is looked up of contents before they are shown. */
export interface ContentFacts {
  numbers: MemberNumbers
  /** By code: the owners' names. */
  owners: ReadonlyMap<string, string>
}

const NOTHING_LOOKED_UP: ContentFacts = { numbers: () => null, owners: new Map() }

/** The open campaign as the sheets show it. */
export function planOf(
  open: OpenCampaign,
  writtenOn: string,
  words: PlanWords,
  { numbers, owners }: ContentFacts = NOTHING_LOOKED_UP,
): Plan {
  const products = new Map(open.catalogue.products.map((product) => [product.code, product]))
  const platformNames = new Map(open.catalogue.platforms.map(({ code, name }) => [code, name]))
  const namesOf = (codes: readonly string[]) => codes.map((code) => platformNames.get(code) ?? code)
  const { view } = open
  const amending = new Set(open.amendments.map(({ unitId }) => unitId))
  const promised = ({ unitId }: { unitId: string }) => {
    const hold = open.holds.get(unitId)
    return amending.has(unitId) ? words.amending : hold && words.held(hold)
  }
  return {
    campaign: view,
    writtenOn,
    rows: open.rows.map((row): PlanRow => {
      const product = products.get(row.productCode)
      // What is left is of no interest to a row that has its inventory.
      const known = isEditable(row.bookingStatus) ? open.availability.get(row.unitId) : undefined
      const message = isEditable(row.bookingStatus) ? undefined : promised(row)
      const availability =
        message === undefined ? planAvailability(known, row.amount, words) : unlimited(message)
      return {
        ...row,
        platforms: namesOf(product?.platforms ?? []),
        productName: product?.name ?? row.productCode,
        targeting:
          product?.targetingKind === 'RANDOM'
            ? words.random
            : targetingSummary(open.targeting.get(row.unitId)?.groups ?? [], words),
        ...(availability ? { availability } : {}),
      }
    }),
    targeting: open.rows.map((row) => {
      const product = products.get(row.productCode)
      const groups =
        product?.targetingKind === 'RANDOM'
          ? [{ name: words.random, weight: 1, members: [{ metaId: RANDOM_POOL, weight: 1 }] }]
          : (open.targeting.get(row.unitId)?.groups ?? [])
      return {
        unitId: row.unitId,
        groups: groups.map((group: UnitTargeting['groups'][number]): PlanTargetingGroup => {
          const platforms = group.platforms ?? product?.platforms ?? []
          return {
            name: group.name ?? group.code ?? '',
            weight: group.weight,
            platforms: group.platforms ? namesOf(group.platforms) : null,
            members: group.members.map(({ metaId, weight }): PlanMember => {
              const content = open.contents.get(metaId)
              const known = numbers(metaId, platforms, row.startDate, row.endDate)
              return {
                metaId,
                type: content?.type ?? 'RANDOM',
                name: content?.name ?? metaId,
                broadcaster: content?.broadcaster ?? null,
                weight,
                forecast: known?.forecast ?? null,
                available: known?.available ?? null,
                owner: content?.owner ? (owners.get(content.owner) ?? content.owner) : null,
              }
            }),
          }
        }),
      }
    }),
  }
}

/** The short text of the MediaMix cell; the targeting sheet has the rest. */
export function targetingSummary(groups: UnitTargeting['groups'], words: PlanWords): string {
  const [first, ...others] = groups
  if (!first) return ''
  const name = first.name ?? first.code ?? words.contents(first.members.length)
  return others.length > 0 ? words.more(name, others.length) : name
}

function planAvailability(
  availability: RowAvailability | undefined,
  amount: number,
  words: PlanWords,
): PlanAvailability | undefined {
  if (!availability || availability.kind === 'loading') return undefined
  const message = words.message(availability, amount)
  if (availability.kind === 'known') {
    const { maxAmount, maxImpressions } = availability
    return { maxAmount, maxImpressions, message }
  }
  return unlimited(message)
}

/** Nothing is known of the limit, so the amount can't be over it. */
function unlimited(message: string): PlanAvailability {
  return { maxAmount: MAX_SHEET_AMOUNT, maxImpressions: 0, message }
}
