import { MONITORING_LABELS } from '../../../../shared/sheets/monitoring/labels'
import { STANDARD_LABELS } from '../../../../shared/sheets/standard-inventory/labels'
import { BOOKING_STATUS_WORDS } from '../../../../shared/status-words'
import { INVENTORY_EN } from '../../../words/en/inventory'
import { NOTIFICATIONS_EN } from '../../../words/en/notifications'
import { SIGN_IN_EN } from '../../../words/en/sign-in'
import type { Words } from '../words'
import { CATALOG_EN } from './catalog'
import { FILES_EN } from './files'
import { MONTH_EN } from './month'
import { RISK_EN } from './risk'

export const EN: Words = {
  language: 'en',
  locale: 'en-US',
  title: 'Inventory desk',
  otherLanguage: '한국어',
  toOtherLanguage: '한국어로 보기',
  retry: 'Try again',
  loading: 'Loading…',
  stays: 'Below is what came last.',
  dashboard: 'Monitoring',
  signIn: {
    ...SIGN_IN_EN,
    lead: 'Take forecast files, confirm what is for sale, and look after what is at risk.',
    expired: 'Your sign-in has ended. Sign in again to go back to where you were.',
  },
  notifications: NOTIFICATIONS_EN,
  planner: {
    title: 'This page is for operators',
    next: 'With this account you can see campaigns and their delivery in Monitoring. If you look after inventory, ask an administrator for the right.',
    link: 'Go to Monitoring',
  },
  views: {
    files: 'Forecast files',
    month: 'Standard inventory',
    risk: 'At risk',
    approvals: 'Approvals',
    catalog: 'Catalogue',
    security: 'Accounts & security',
  },
  navigation: 'Views',
  cancel: 'Cancel',
  reasonMissing: INVENTORY_EN.reopenReasonMissing,
  more: (left) => `Show ${left} more`,
  statuses: BOOKING_STATUS_WORDS.en,
  risks: MONITORING_LABELS.en.risks,
  standard: STANDARD_LABELS.en,
  inventory: INVENTORY_EN,
  runStatuses: {
    QUEUED: 'Waiting',
    RUNNING: 'Running',
    SUCCEEDED: 'Done',
    FAILED: 'Failed',
    CANCELED: 'Canceled',
  },
  files: FILES_EN,
  month: MONTH_EN,
  risk: RISK_EN,
  catalog: CATALOG_EN,
}
