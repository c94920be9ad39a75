import type { NOTIFICATION_PREFERENCES_KO } from '../ko/notification-preferences'
import type { Wording } from '../words'

/** Texts of the settings of notifications, in English. */
export const NOTIFICATION_PREFERENCES_EN: Wording<typeof NOTIFICATION_PREFERENCES_KO> = {
  lead: 'Choose what you are told of, and what by mail too.',
  rule: 'Notification',
  told: 'Tell me',
  mail: 'Mail',
  toldOf: (rule) => `Tell me: ${rule}`,
  mailOf: (rule) => `Mail: ${rule}`,
  rules: {
    HOLD_ENDING: 'Holds that end',
    HOLD_EXPIRED: 'Holds that have ended',
    AT_RISK: 'Guarantees at risk',
    AD_REJECTED: 'Rejected ads',
    APPROVAL_ASKED: 'Approvals asked for',
    APPROVAL_DECIDED: 'Approvals decided',
    FILE_FAILED: 'Forecast files that failed',
    FILE_MISSING: 'Forecast files that did not come',
    MONTH_UNCONFIRMED: 'Months to be confirmed',
  },
  language: 'Language of mail',
  languages: { ko: 'Korean', en: 'English' },
  noMail: 'This service sends no mail.',
  saved: 'Saved.',
  notSaved: 'Not saved. Press it again.',
}
