import type { Language } from '../../shared/language'
import { BOOKING_STATUS_WORDS } from '../../shared/status-words'
import type { BookingStatus } from '../../shared/statuses'
import type { explain } from './distribution'

const WORDS = {
  ko: {
    won: '원',
    impressions: '노출',
    none: '구매된 내역이 없습니다.',
    noOwner: '소유자 없음',
    revision: '차수',
    weight: '가중치',
    quota: '정확한 몫',
    kept: '지난 집행분 유지',
  },
  en: {
    won: 'won',
    impressions: 'impressions',
    none: 'Nothing is booked.',
    noOwner: 'no owner',
    revision: 'revision',
    weight: 'weight',
    quota: 'exact share',
    kept: 'kept from the past',
  },
} as const

interface Shown {
  unitId: string
  bookingStatus: BookingStatus
  revision: number | null
  amount: number
  impressions: number
  ads: ReturnType<typeof explain>
}

interface Divided {
  rule: string
  weight: number
  weightTotal: number
  quota: { amount: string; impressions: string }
}

/** The tree of a unit as readable text: campaign → unit → platform → group → owner → days, one line each. */
export function distributionText(campaign: string, unit: Shown, language: Language): string {
  const words = WORDS[language]
  const number = new Intl.NumberFormat('en-US')
  const status = BOOKING_STATUS_WORDS[language][unit.bookingStatus]
  const numbers = ({ amount, impressions }: { amount: number; impressions: number }) =>
    language === 'ko'
      ? `${number.format(amount)}${words.won}, ${words.impressions} ${number.format(impressions)}`
      : `${number.format(amount)} ${words.won}, ${number.format(impressions)} ${words.impressions}`
  const share = (one: Divided) =>
    one.rule === 'kept'
      ? words.kept
      : `${words.weight} ${one.weight}/${one.weightTotal}, ${words.quota} ${one.quota.amount} · ${one.quota.impressions}, ${one.rule}`
  const lines = [
    campaign,
    `└ ${unit.unitId} [${status}${unit.revision === null ? '' : `, ${words.revision} ${unit.revision}`}] ${numbers(unit)}`,
  ]
  if (unit.ads.length === 0) lines.push(`  ${words.none}`)
  for (const ad of unit.ads) {
    lines.push(`  └ ${ad.platform}: ${numbers(ad)} (${share(ad)})`)
    for (const child of ad.childAds) {
      lines.push(`    └ ${child.group}: ${numbers(child)} (${share(child)})`)
      for (const owner of child.owners) {
        lines.push(`      └ ${owner.owner ?? words.noOwner}: ${numbers(owner)} (${share(owner)})`)
        for (const cell of owner.cells) {
          if (cell.impressions === 0) continue
          lines.push(
            `        ${cell.date} ${cell.metaId}: ${numbers(cell)}${cell.rule === 'kept' ? ` (${words.kept})` : ''}`,
          )
        }
      }
    }
  }
  return `${lines.join('\n')}\n`
}
