import type { Language } from '../../shared/language'
import type { PublishStatus } from '../../shared/statuses'

/** Why a report is refused, and what to do, in both languages. */
export const REJECTION_WORDS: Record<Language, RejectionWords> = {
  ko: {
    malformed: (first) => `보고를 읽을 수 없습니다. ${first}. 고쳐서 다시 보고해 주세요.`,
    unknown: '그런 하위 광고가 없습니다. 게시 요청에 있던 childAdId로 보고해 주세요.',
    timeInFuture: (at) => `아직 오지 않은 시각입니다(${at}). 광고 서버의 시계를 맞추고 다시 보고해 주세요.`,
    dayInFuture: (date) => `${date}은 서울에서 아직 오지 않은 날입니다.`,
    outsideFlight: (date) => `이 광고는 ${date}에 예약되어 있지 않습니다. 날짜를 고쳐 주세요.`,
    forbidden: (at, from, to) =>
      `${at}에 이 광고는 ${from}이었고 ${to}(으)로 바뀔 수 없습니다. 보고는 보관합니다. 그 단계를 허용하는 앞선 보고가 들어오면 반영됩니다.`,
  },
  en: {
    malformed: (first) => `The report cannot be read. ${first}. Correct it and report it again.`,
    unknown: 'There is no such child ad. Report it with the childAdId that was asked to be published.',
    timeInFuture: (at) => `${at} has not come yet. Set the ad server’s clock, then report it again.`,
    dayInFuture: (date) => `${date} has not come yet in Seoul.`,
    outsideFlight: (date) => `The ad is not booked on ${date}. Correct the date.`,
    forbidden: (at, from, to) =>
      `At ${at} the ad was ${from} and could not become ${to}. The report is kept: it counts once an earlier one that allows it is known.`,
  },
}

export interface RejectionWords {
  /** @param first the first of its invalid fields, and what is wrong with it */
  malformed(first: string): string
  unknown: string
  timeInFuture(at: string): string
  dayInFuture(date: string): string
  outsideFlight(date: string): string
  forbidden(at: string, from: PublishStatus, to: PublishStatus): string
}
