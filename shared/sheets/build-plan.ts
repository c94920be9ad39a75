import type { BusinessDate } from '../calendar'
import type { MediaMixRow, UnitTargeting } from '../contract/campaigns'
import type { ContentView, ProductView } from '../contract/catalog'
import { groupsOn } from '../distribution'
import { RANDOM_POOL } from '../inventory'
import type { Language } from '../language'
import { isEditable } from '../statuses'
import type { Plan, PlanAvailability, PlanCampaign, PlanMember, PlanRow, PlanTargetingGroup } from './plan'

type Group = UnitTargeting['groups'][number]

/** Forecast and remaining impressions of a content in a flight on some platforms; null: not known. */
export type MemberNumbers = (
  metaId: string,
  platforms: readonly string[],
  startDate: BusinessDate,
  endDate: BusinessDate,
) => { forecast: number; available: number } | null

/** The input of a plan: a campaign as the service returns it, and the names of its codes. */
export interface PlanParts {
  campaign: PlanCampaign
  writtenOn: BusinessDate
  rows: readonly MediaMixRow[]
  products: readonly ProductView[]
  platforms: readonly { code: string; name: string }[]
  /** Groups of a row as planned; a product of pooled contents needs none. */
  targeting: (unitId: string) => readonly Group[]
  /** By metaId. */
  contents: ReadonlyMap<string, ContentView>
  /** Owner names by code; without a name the code is shown. */
  owners: ReadonlyMap<string, string>
  numbers: MemberNumbers
  language: Language
  /** Availability of a row, for the planner's own sheet. */
  availability?: (row: MediaMixRow) => PlanAvailability | undefined
}

const WORDS = {
  ko: {
    random: '랜덤',
    contents: (count: number) => `콘텐츠 ${count}개`,
    more: (name: string, others: number) => `${name} 외 ${others}`,
  },
  en: {
    random: 'Random',
    contents: (count: number) => (count === 1 ? '1 content' : `${count} contents`),
    more: (name: string, others: number) => `${name} and ${others} more`,
  },
} satisfies Record<Language, unknown>

/** A campaign as the sheets show it, for the planner's own sheets and for proposals. */
export function buildPlan(parts: PlanParts): Plan {
  const { campaign, writtenOn, rows, language } = parts
  const products = new Map(parts.products.map((product) => [product.code, product]))
  const names = new Map(parts.platforms.map(({ code, name }) => [code, name]))
  const namesOf = (codes: readonly string[]) => codes.map((code) => names.get(code) ?? code)
  return {
    campaign,
    writtenOn,
    rows: rows.map((row): PlanRow => {
      const product = products.get(row.productCode)
      const availability = parts.availability?.(row)
      return {
        ...row,
        platforms: namesOf(product?.platforms ?? []),
        productName: product?.name ?? row.productCode,
        targeting: targetingText(product, parts.targeting(row.unitId), language),
        ...(availability ? { availability } : {}),
      }
    }),
    targeting: rows.map((row) => {
      const product = products.get(row.productCode)
      const groups =
        product?.targetingKind === 'RANDOM' ? [randomGroup(language)] : parts.targeting(row.unitId)
      return {
        unitId: row.unitId,
        groups: groups.map((group, position): PlanTargetingGroup => {
          const platforms = (product?.platforms ?? []).filter((platform) =>
            groupsOn(platform, groups).some((one) => one.position === position),
          )
          return {
            name: group.name ?? group.code ?? '',
            weight: group.weight,
            platforms: group.platforms ? namesOf(group.platforms) : null,
            members: group.members.map((member) => planMember(member, platforms, row, parts)),
            ...(product?.targetingKind === 'CONTENTS' && isEditable(row.bookingStatus)
              ? { isOpen: true }
              : {}),
          }
        }),
      }
    }),
  }
}

/** The short text of the MediaMix cell; the targeting sheet has the rest. */
export function targetingText(
  product: Pick<ProductView, 'targetingKind'> | undefined,
  groups: readonly Group[],
  language: Language,
): string {
  const words = WORDS[language]
  if (product?.targetingKind === 'RANDOM') return words.random
  const [first, ...others] = groups
  if (!first) return ''
  const name = first.name ?? first.code ?? words.contents(first.members.length)
  return others.length > 0 ? words.more(name, others.length) : name
}

/** Products without their own targeting use the pooled contents. */
export function randomGroup(language: Language): Group {
  return { name: WORDS[language].random, weight: 1, members: [{ metaId: RANDOM_POOL, weight: 1 }] }
}

function planMember(
  { metaId, weight }: Group['members'][number],
  platforms: readonly string[],
  { startDate, endDate }: MediaMixRow,
  { contents, owners, numbers }: PlanParts,
): PlanMember {
  const content = contents.get(metaId)
  const known = numbers(metaId, platforms, startDate, endDate)
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
}
