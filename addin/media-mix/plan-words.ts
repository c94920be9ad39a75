import type { Language } from '../../shared/language'
import { shownSeoulTime } from '../../shared/seoul-time'
import type { RowAvailability, RowHold } from '../desk/state/media-mix'

interface PlanWords {
  /** Empty: the numbers are shown. */
  message: (availability: RowAvailability, amount: number) => string
  held: (hold: RowHold) => string
  /** Something was typed into a row that is reserved or bought. */
  amending: string
}

/** Texts that the add-in writes into cells, in addition to the labels of the layout. */
export const PLAN_WORDS: Record<Language, PlanWords> = {
  ko: {
    message: (availability, amount) =>
      message(availability, amount, {
        noTargeting: '타겟팅을 골라 주세요.',
        notLoaded: '이 기간의 재고가 아직 열리지 않았습니다.',
        unknown: '잔여를 확인하지 못했습니다.',
        nothing: '이 기간에 남은 재고가 없습니다.',
        over: (most) => `부족 · 최대 ${most}원까지 가능`,
      }),
    held: ({ expiresAt, variant }) =>
      `가선점 ~${shownSeoulTime(expiresAt)}${variant === null ? '' : ` (${variant}안)`}`,
    amending: '변경 대기 · 창에서 확인해 주세요.',
  },
  en: {
    message: (availability, amount) =>
      message(availability, amount, {
        noTargeting: 'Choose the targeting.',
        notLoaded: 'Inventory of these days is not open yet.',
        unknown: 'Availability could not be checked.',
        nothing: 'Nothing is left on these days.',
        over: (most) => `Short · up to KRW ${most} fits`,
      }),
    held: ({ expiresAt, variant }) =>
      `Held until ${shownSeoulTime(expiresAt)}${variant === null ? '' : ` (${variant})`}`,
    amending: 'Change waits · confirm it in the pane.',
  },
}

interface MessageWords {
  noTargeting: string
  notLoaded: string
  unknown: string
  nothing: string
  over: (most: string) => string
}

function message(availability: RowAvailability, amount: number, words: MessageWords): string {
  switch (availability.kind) {
    case 'loading':
      return ''
    case 'no-targeting':
      return words.noTargeting
    case 'failed':
      return availability.failure.code === 'INVENTORY_NOT_LOADED' ? words.notLoaded : words.unknown
    case 'known':
      if (availability.maxImpressions === 0) return words.nothing
      return amount > availability.maxAmount ? words.over(availability.maxAmount.toLocaleString('en-US')) : ''
  }
}
