import type { Language } from './language'
import type { BookingStatus, PublishStatus } from './statuses'

/** What people call the statuses: the same in the sheets, the pane and the dashboard. */

export const BOOKING_STATUS_WORDS: Record<Language, Record<BookingStatus, string>> = {
  ko: {
    Draft: '작성중',
    Reserved: '가선점',
    Booked: '구매완료',
    InFlight: '집행중',
    Finished: '종료',
    Paused: '일시중지',
    Stopped: '중단',
    Canceled: '취소',
    Expired: '만료',
    Declined: '반려',
  },
  en: {
    Draft: 'Draft',
    Reserved: 'Reserved',
    Booked: 'Booked',
    InFlight: 'In flight',
    Finished: 'Finished',
    Paused: 'Paused',
    Stopped: 'Stopped',
    Canceled: 'Canceled',
    Expired: 'Expired',
    Declined: 'Declined',
  },
}

export const PUBLISH_STATUS_WORDS: Record<Language, Record<PublishStatus, string>> = {
  ko: {
    REQUESTED: '요청',
    APPROVED: '승인',
    LIVE: '게재중',
    PAUSED: '일시중지',
    COMPLETED: '완료',
    REJECTED: '거절',
    FAILED: '실패',
    CANCELED: '취소',
  },
  en: {
    REQUESTED: 'Requested',
    APPROVED: 'Approved',
    LIVE: 'Live',
    PAUSED: 'Paused',
    COMPLETED: 'Completed',
    REJECTED: 'Rejected',
    FAILED: 'Failed',
    CANCELED: 'Canceled',
  },
}
