import { BOOKING_STATUS_WORDS, PUBLISH_STATUS_WORDS } from '../../../shared/status-words'
import type { BookingStatus, PublishStatus } from '../../../shared/statuses'

const steps = BOOKING_STATUS_WORDS.ko
const words = PUBLISH_STATUS_WORDS.ko

/** Texts of the live changes, in Korean. */
export const LIVE_KO = {
  title: '방금 바뀐 것',
  all: (count: number) => `${count}개 모두 보기`,
  fewer: '접기',
  step: (before: BookingStatus, after: BookingStatus) => `${steps[before]} → ${steps[after]}`,
  publish: (after: PublishStatus) => `광고 서버: ${words[after]}`,
  counts: (status: PublishStatus, count: number) => `${words[status]} ${count}`,
  plan: '다른 사람이 계획을 바꿨습니다.',
  gone: '삭제된 행',
  away: '실시간 연결이 끊겼습니다. 다시 연결하는 중이며, 그동안 보이는 상태는 최신이 아닐 수 있습니다.',
} as const
