import type { PurchasedPlatform, PurchasedRow } from '../../shared/sheets/purchases/contents'
import { PLATFORM_NAMES } from './daily-plan-contents'

export function purchasedRow(fields: Partial<PurchasedRow> = {}): PurchasedRow {
  return {
    unitId: 'unit-1',
    kind: 'PAID',
    productName: '프리미엄 프로그램 큐레이션 15초',
    startDate: '2026-11-01',
    endDate: '2026-11-30',
    bookingStatus: 'Booked',
    platforms: purchasedPlatforms(2, 2, 2),
    ...fields,
  }
}

const GROUPS = [
  '주말 저녁 예능',
  '주중 드라마',
  '2049 여성이 가장 많이 보는 프로그램 30선 (본방송과 VOD)',
  '스포츠',
]
const OWNERS = ['문화방송', '에스비에스', '씨제이이엔엠 주식회사 콘텐츠사업본부', '제이티비씨']

/** Every share has figures of its own. */
export function purchasedPlatforms(platforms: number, groups: number, owners: number): PurchasedPlatform[] {
  let share = 0
  return Array.from({ length: platforms }, (_p, p) => ({
    name: PLATFORM_NAMES[p % PLATFORM_NAMES.length]!,
    groups: Array.from({ length: groups }, (_g, g) => ({
      name: GROUPS[g % GROUPS.length]!,
      owners: Array.from({ length: owners }, (_o, o) => {
        share += 1
        return {
          name: OWNERS[o % OWNERS.length]!,
          amount: 1_234_567 * share,
          impressions: 102_881 * share + g,
        }
      }),
    })),
  }))
}

/** A row of several platforms, a reserved one, a pooled one of one line, a running one, and a service row. */
export function purchasedRows(): PurchasedRow[] {
  return [
    purchasedRow(),
    purchasedRow({
      unitId: 'unit-2',
      productName:
        '=1+1 프리미엄 프로그램 큐레이션 30초 (주말 저녁 가족 시간대 편성 패키지, 15초 추가 노출 포함)',
      bookingStatus: 'Reserved',
      platforms: purchasedPlatforms(1, 3, 1),
    }),
    purchasedRow({
      unitId: 'unit-3',
      productName: '랜덤 15초',
      bookingStatus: 'InFlight',
      platforms: [
        {
          name: 'YouTube',
          groups: [{ name: '랜덤', owners: [{ name: null, amount: 7_000_001, impressions: 1_400_000 }] }],
        },
      ],
    }),
    purchasedRow({
      unitId: 'unit-4',
      kind: 'SERVICE',
      platforms: purchasedPlatforms(2, 1, 1).map(({ name, groups }) => ({
        name,
        groups: groups.map((group) => ({
          ...group,
          owners: group.owners.map((owner) => ({ ...owner, amount: 0 })),
        })),
      })),
    }),
  ]
}
