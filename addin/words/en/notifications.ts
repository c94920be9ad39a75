import type { Words } from '../words'

/** Texts of the notifications, in English. */
export const NOTIFICATIONS_EN: Words['notifications'] = {
  title: 'Notifications',
  bell: (unread) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} not read yet`),
  empty: 'Nothing to tell. A hold that ends or a row at risk will be shown here.',
  failed: 'The notifications could not be loaded.',
  readAll: 'Mark all as read',
  markRead: 'Mark as read',
  over: 'Settled',
  open: 'Open campaign',
  preferences: {
    title: 'Notification settings',
    open: 'Settings',
    back: 'Notifications',
    loading: 'Loading the settings…',
    failed: 'The settings could not be loaded. Open them again in a moment.',
    lead: 'Choose what you are told of, and what by mail too.',
    rule: 'Notification',
    told: 'Tell me',
    mail: 'Mail',
    toldOf: (rule) => `Tell me: ${rule}`,
    mailOf: (rule) => `Mail: ${rule}`,
    rules: {
      HOLD_ENDING: 'Holds that end',
      AT_RISK: 'Guarantees at risk',
      AD_REJECTED: 'Rejected ads',
      FILE_FAILED: 'Forecast files that failed',
      FILE_MISSING: 'Forecast files that did not come',
      MONTH_UNCONFIRMED: 'Months to be confirmed',
    },
    language: 'Language of mail',
    languages: { ko: 'Korean', en: 'English' },
    noMail: 'This service sends no mail.',
    saved: 'Saved.',
    notSaved: 'Not saved. Press it again.',
  },
}
