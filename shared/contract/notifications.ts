import { z } from 'zod'
import { LANGUAGES } from '../language'
import { NOTICE_RULES, type NoticeData, type NoticeRule } from '../notification-words'
import { RISK_REASONS } from '../pacing'
import { endpoint } from './endpoint'
import { flag, instant, list, paging, whole, won } from './primitives'
import { shownDate, shownEmail, shownId, shownMonth } from './shown'

const rule = z.enum(NOTICE_RULES)
const ofRow = { campaign: z.string(), product: z.string() }

const heldRow = z.object({ ...ofRow, expiresAt: instant })

const DATA = {
  HOLD_ENDING: heldRow,
  HOLD_EXPIRED: heldRow,
  AT_RISK: z.object({ ...ofRow, missing: whole, reason: z.enum(RISK_REASONS) }),
  AD_REJECTED: z.object({ ...ofRow, ads: whole, message: z.string().nullable() }),
  APPROVAL_ASKED: z.object({ campaign: z.string(), amount: won, by: shownEmail }),
  APPROVAL_DECIDED: z.object({
    campaign: z.string(),
    amount: won,
    approved: z.boolean(),
    reason: z.string().nullable(),
  }),
  FILE_FAILED: z.object({ file: z.string(), runId: shownId, reason: z.string() }),
  FILE_MISSING: z.object({ vendor: z.string(), date: shownDate, hour: z.string() }),
  MONTH_UNCONFIRMED: z.object({ month: shownMonth, open: whole, begins: shownDate }),
} satisfies { [Rule in NoticeRule]: z.ZodType<NoticeData[Rule]> }

const shown = {
  id: z.int(),
  title: z.string().meta({ description: 'In Korean or English by Accept-Language' }),
  text: z.string(),
  campaignId: shownId.nullable(),
  unitId: shownId.nullable(),
  raisedAt: instant,
  overAt: instant.nullable().meta({ description: 'When its reason was gone; null while it lasts' }),
  readAt: instant.nullable(),
}
const notification = z
  .discriminatedUnion(
    'rule',
    NOTICE_RULES.map((of) => z.object({ rule: z.literal(of), data: DATA[of], ...shown })) as unknown as [
      z.ZodObject<typeof shown & { rule: z.ZodLiteral<NoticeRule>; data: z.ZodType }>,
    ],
  )
  .meta({ id: 'Notification', description: '`data` has what the words were made of, by rule' })

/** A notification as the interface shows it. */
export type NotificationView = {
  [Rule in NoticeRule]: {
    rule: Rule
    data: NoticeData[Rule]
    id: number
    title: string
    text: string
    campaignId: string | null
    unitId: string | null
    raisedAt: string
    overAt: string | null
    readAt: string | null
  }
}[NoticeRule]

export const listNotifications = endpoint({
  operationId: 'listNotifications',
  method: 'get',
  path: '/notifications',
  tag: 'Notifications',
  summary:
    'What one is told of, newest first: planners of their own and shared campaigns, operators of the inventory. The event notifications.changed says that there is something new',
  role: 'planner',
  query: z.object({
    unread: flag.optional().meta({ description: 'true: only what was not read yet' }),
    ...paging({ default: 50, max: 500 }),
  }),
  status: 200,
  answer: list(notification).extend({ unread: whole.meta({ description: 'All that was not read yet' }) }),
  problems: [],
})
export type Notifications = Omit<z.infer<NonNullable<typeof listNotifications.answer>>, 'items'> & {
  items: NotificationView[]
}

export const readNotifications = endpoint({
  operationId: 'readNotifications',
  method: 'post',
  path: '/notifications/reads',
  tag: 'Notifications',
  summary: 'Marks notifications as read: those named, or all up to one of them',
  role: 'planner',
  body: z
    .object({
      ids: z.array(z.int().min(1)).min(1).max(1000).optional(),
      upTo: z.int().min(1).optional().meta({ description: 'Id of the newest one that was seen' }),
    })
    .refine(({ ids, upTo }) => (ids === undefined) !== (upTo === undefined), { error: 'name ids or upTo' }),
  status: 200,
  answer: z.object({ read: whole, unread: whole }),
  problems: [],
})

const preferences = {
  language: z.enum(LANGUAGES).meta({ description: 'Of mail' }),
  mail: z
    .array(rule)
    .max(NOTICE_RULES.length)
    .meta({ description: 'The rules that one is told of by mail too; never of a muted one' }),
}
const muted = z.array(rule).max(NOTICE_RULES.length)

export const getNotificationPreferences = endpoint({
  operationId: 'getNotificationPreferences',
  method: 'get',
  path: '/notifications/preferences',
  tag: 'Notifications',
  summary: 'Of what one is told, of what by mail, and in which language',
  role: 'planner',
  status: 200,
  answer: z.object({
    ...preferences,
    muted: muted.meta({ description: 'The rules that one is not told of' }),
    mailAvailable: z.boolean().meta({ description: 'Whether this service can send mail' }),
  }),
  problems: [],
})

export type NotificationPreferences = z.infer<NonNullable<typeof getNotificationPreferences.answer>>

export const putNotificationPreferences = endpoint({
  operationId: 'putNotificationPreferences',
  method: 'put',
  path: '/notifications/preferences',
  tag: 'Notifications',
  summary: 'Sets of what one is told, of what by mail, and in which language',
  role: 'planner',
  body: z.object({
    ...preferences,
    muted: muted.optional().meta({
      description: 'The rules that one is not told of. Left out: as it was',
    }),
  }),
  status: 200,
  answer: getNotificationPreferences.answer!,
  problems: [],
})

export const LETTER_CHANNELS = ['MAIL', 'WEBHOOK'] as const
export type LetterChannel = (typeof LETTER_CHANNELS)[number]
export const LETTER_STATUSES = ['PENDING', 'DELIVERED', 'DEAD'] as const
export type LetterStatus = (typeof LETTER_STATUSES)[number]

const letter = z
  .object({
    id: z.int(),
    notificationId: z.int(),
    rule,
    title: shown.title,
    channel: z.enum(LETTER_CHANNELS),
    receiver: z.string().meta({ description: 'E-mail of the account, or code of the webhook' }),
    status: z.enum(LETTER_STATUSES),
    attempts: whole,
    nextAttemptAt: instant.nullable(),
    error: z.string().nullable().meta({ description: 'What the mail server or the receiver said last' }),
    createdAt: instant,
    doneAt: instant.nullable(),
  })
  .meta({ id: 'NotificationLetter' })
export type LetterView = z.infer<typeof letter>

export const listNotificationLetters = endpoint({
  operationId: 'listNotificationLetters',
  method: 'get',
  path: '/notification-letters',
  tag: 'Notifications',
  summary: 'Mails and webhook messages of notifications, newest first: what waits, what was given up and why',
  role: 'operator',
  query: z.object({
    status: z.enum(LETTER_STATUSES).optional(),
    ...paging({ default: 100, max: 1000 }),
  }),
  status: 200,
  answer: list(letter),
  problems: [],
})

export const replayNotificationLetters = endpoint({
  operationId: 'replayNotificationLetters',
  method: 'post',
  path: '/notification-letters/replays',
  tag: 'Notifications',
  summary: 'Sends letters again that were given up',
  role: 'operator',
  body: z.object({ ids: z.array(z.int().min(1)).min(1).max(1000) }),
  status: 200,
  answer: z.object({ replayed: whole }),
  problems: [],
})

/** The type of the message that a webhook gets of a notification. */
export const NOTIFICATION_RAISED = 'notification.raised'

/** The body that a webhook gets: once for each notification, whoever else is told of it. */
export const notificationMessage = z
  .object({
    type: z.literal(NOTIFICATION_RAISED),
    timestamp: instant.meta({ description: 'When it was raised' }),
    data: z.object({
      id: z.int(),
      rule,
      campaignId: shownId.nullable(),
      unitId: shownId.nullable(),
      facts: z.union([...new Set(Object.values(DATA))]),
      words: z
        .object({
          ko: z.object({ title: z.string(), text: z.string() }),
          en: z.object({ title: z.string(), text: z.string() }),
        })
        .meta({ description: 'For people, in both languages' }),
    }),
  })
  .meta({ id: 'NotificationMessage' })
export type NotificationMessage = z.infer<typeof notificationMessage>
