import { noticeText } from '../../notification-words'
import * as notifications from '../notifications'
import { example } from './example'
import { CAMPAIGN_ID, UNIT_ID } from './ids'

const raisedAt = '2026-12-04T00:00:12.000Z'
const data = {
  campaign: '겨울 신제품 런칭',
  product: '네이버 프로그램 지정',
  missing: 250_000,
  reason: 'BEHIND' as const,
}
const atRisk = {
  rule: 'AT_RISK' as const,
  data,
  id: 812,
  ...noticeText('AT_RISK', data, 'en'),
  campaignId: CAMPAIGN_ID,
  unitId: UNIT_ID,
  raisedAt,
  overAt: null,
  readAt: null,
}
const preferences = {
  language: 'ko' as const,
  mail: ['HOLD_ENDING' as const, 'AT_RISK' as const],
  muted: ['AD_REJECTED' as const],
}
const letter = {
  id: 97,
  notificationId: 812,
  rule: 'AT_RISK' as const,
  title: atRisk.title,
  channel: 'MAIL' as const,
  receiver: 'planner@example.com',
  status: 'DEAD' as const,
  attempts: 10,
  nextAttemptAt: null,
  error: 'connect ECONNREFUSED 10.0.0.25:25',
  createdAt: raisedAt,
  doneAt: '2026-12-04T08:12:40.000Z',
}

export const NOTIFICATIONS = [
  example(notifications.listNotifications, { answer: { items: [atRisk], unread: 1 } }),
  example(notifications.readNotifications, { body: { upTo: 812 }, answer: { read: 1, unread: 0 } }),
  example(notifications.getNotificationPreferences, { answer: { ...preferences, mailAvailable: true } }),
  example(notifications.putNotificationPreferences, {
    body: preferences,
    answer: { ...preferences, mailAvailable: true },
  }),
  example(notifications.listNotificationLetters, { answer: { items: [letter] } }),
  example(notifications.replayNotificationLetters, { body: { ids: [97] }, answer: { replayed: 1 } }),
]

/** The body that a webhook gets of a notification. */
export const NOTIFICATION_MESSAGE_EXAMPLE: notifications.NotificationMessage = {
  type: notifications.NOTIFICATION_RAISED,
  timestamp: raisedAt,
  data: {
    id: 812,
    rule: 'AT_RISK',
    campaignId: CAMPAIGN_ID,
    unitId: UNIT_ID,
    facts: data,
    words: { ko: noticeText('AT_RISK', data, 'ko'), en: noticeText('AT_RISK', data, 'en') },
  },
}
