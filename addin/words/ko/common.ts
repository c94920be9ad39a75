import { BOOKING_STATUS_WORDS } from '../../../shared/status-words'
import { BOOKING_KO } from './booking'
import { BUYING_KO } from './buying'
import { CAMPAIGNS_KO } from './campaigns'
import { INVENTORY_KO } from './inventory'
import { LIVE_KO } from './live'
import { MEDIA_MIX_KO } from './media-mix'
import { MONITORING_KO } from './monitoring'
import { NOTIFICATIONS_KO } from './notifications'
import { count, won } from './numbers'
import { SIGN_IN_KO } from './sign-in'
import { TARGETING_KO } from './targeting'

/** The pane in Korean. English has exactly the same keys. */
export const KO = {
  won,
  impressions: (value: number) => `${count(value)}회`,
  flight: (start: string, end: string) => `${start} ~ ${end}`,
  statuses: BOOKING_STATUS_WORDS.ko,
  kinds: { PAID: '집행', SERVICE: '서비스' },
  close: '닫기',
  back: '뒤로',
  retry: '다시 시도',
  cancel: '취소',
  search: '검색',
  clearSearch: '검색어 지우기',
  inventory: INVENTORY_KO,
  live: LIVE_KO,
  booking: BOOKING_KO,
  monitoring: MONITORING_KO,
  notifications: NOTIFICATIONS_KO,
  more: '더 보기',
  signIn: SIGN_IN_KO,
  ...CAMPAIGNS_KO,
  ...MEDIA_MIX_KO,
  ...TARGETING_KO,
  ...BUYING_KO,
  busy: {
    'write-sheet': '시트를 쓰는 중입니다…',
    'add-row': '상품을 추가하는 중입니다…',
    'save-targeting': '타겟팅을 저장하는 중입니다…',
    'delete-row': '행을 삭제하는 중입니다…',
    'change-rows': '행을 바꾸는 중입니다…',
    campaign: '캠페인을 저장하는 중입니다…',
    proposal: '제안서를 만드는 중입니다…',
  },
} as const
