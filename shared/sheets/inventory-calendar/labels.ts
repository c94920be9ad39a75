import type { Language } from '../../language'

/** What each block of the 인벤토리 sheet shows, from top to bottom. */
export const CALENDAR_BLOCKS = ['remaining', 'capacity', 'sold', 'held'] as const
export type CalendarBlock = (typeof CALENDAR_BLOCKS)[number]

/** The words of the 인벤토리 sheet. */
export interface CalendarLabels {
  sheet: string
  title: string
  period: string
  unit: string
  content: string
  platform: string
  total: string
  when: (from: string, to: string, days: number, pulledAt: string) => string
  blocks: Record<CalendarBlock, string>
  /** Sunday first. */
  weekdays: readonly string[]
  legend: string
  /**
   * Texts of the legend: for each of `HEAT_STEPS` in their order, for the rest, and for days without
   * inventory.
   */
  heat: {
    soldOut: string
    below: (percent: number) => string
    enough: (percent: number) => string
    none: string
  }
}

const KO: CalendarLabels = {
  sheet: '인벤토리',
  title: '인벤토리',
  period: '기간',
  unit: '단위: 노출수(회) · 잔여 = 총량 - 판매 - 가선점',
  content: '콘텐츠',
  platform: '매체',
  total: '합계',
  when: (from, to, days, pulledAt) => `${from} ~ ${to} (${days}일) · 받은 시각 ${pulledAt}`,
  blocks: { remaining: '잔여', capacity: '총량', sold: '판매', held: '가선점' },
  weekdays: ['일', '월', '화', '수', '목', '금', '토'],
  legend: '남은 비율',
  heat: {
    soldOut: '매진',
    below: (percent) => `${percent}% 미만`,
    enough: (percent) => `${percent}% 이상`,
    none: '재고 없음',
  },
}

const EN: CalendarLabels = {
  sheet: 'Inventory',
  title: 'Inventory',
  period: 'Period',
  unit: 'In impressions · remaining = capacity - sold - held',
  content: 'Content',
  platform: 'Media',
  total: 'Total',
  when: (from, to, days, pulledAt) =>
    `${from} – ${to} (${days === 1 ? '1 day' : `${days} days`}) · pulled at ${pulledAt}`,
  blocks: { remaining: 'Remaining', capacity: 'Capacity', sold: 'Sold', held: 'Held' },
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  legend: 'Share left',
  heat: {
    soldOut: 'Sold out',
    below: (percent) => `< ${percent} %`,
    enough: (percent) => `≥ ${percent} %`,
    none: 'No inventory',
  },
}

export const CALENDAR_LABELS: Record<Language, CalendarLabels> = { ko: KO, en: EN }
