import type { Language } from '../../../../shared/language'
import { MONITORING_LABELS } from '../../../../shared/sheets/monitoring/labels'
import { STANDARD_LABELS } from '../../../../shared/sheets/standard-inventory/labels'
import { BOOKING_STATUS_WORDS } from '../../../../shared/status-words'
import { INVENTORY_KO } from '../../../words/ko/inventory'
import { NOTIFICATIONS_KO } from '../../../words/ko/notifications'
import { SIGN_IN_KO } from '../../../words/ko/sign-in'
import { CATALOG_KO } from './catalog'
import { FILES_KO } from './files'
import { MONTH_KO } from './month'
import { RISK_KO } from './risk'

/** The operator's page in Korean. English has exactly the same keys. */
export const KO = {
  language: 'ko' as Language,
  locale: 'ko-KR',
  title: '인벤토리 관리',
  otherLanguage: 'English',
  toOtherLanguage: 'Show in English',
  retry: '다시 시도',
  loading: '불러오는 중…',
  stays: '아래는 마지막으로 받은 내용입니다.',
  dashboard: '모니터링',
  signIn: {
    ...SIGN_IN_KO,
    lead: '예측 파일을 받고, 판매할 인벤토리를 확정하고, 위험을 살핍니다.',
    expired: '로그인이 만료되었습니다. 다시 로그인하면 보던 화면으로 돌아갑니다.',
  },
  notifications: NOTIFICATIONS_KO,
  planner: {
    title: '운영 담당자의 화면입니다',
    next: '이 계정으로는 캠페인과 집행을 모니터링에서 볼 수 있습니다. 인벤토리를 관리해야 한다면 관리자에게 권한을 요청해 주세요.',
    link: '모니터링으로 가기',
  },
  views: {
    files: '예측 파일',
    month: '표준인벤토리',
    risk: '위험',
    approvals: '승인',
    catalog: '카탈로그',
    security: '계정·보안',
  },
  navigation: '화면',
  cancel: '취소',
  reasonMissing: INVENTORY_KO.reopenReasonMissing,
  more: (left: string) => `${left}개 더 보기`,
  statuses: BOOKING_STATUS_WORDS.ko,
  risks: MONITORING_LABELS.ko.risks,
  standard: STANDARD_LABELS.ko,
  inventory: INVENTORY_KO,
  runStatuses: {
    QUEUED: '대기',
    RUNNING: '진행 중',
    SUCCEEDED: '완료',
    FAILED: '실패',
    CANCELED: '취소',
  },
  files: FILES_KO,
  month: MONTH_KO,
  risk: RISK_KO,
  catalog: CATALOG_KO,
} as const
