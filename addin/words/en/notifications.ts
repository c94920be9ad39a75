import type { Words } from '../words'

/** Texts of the notifications, in English. */
export const NOTIFICATIONS_EN: Words['notifications'] = {
  title: 'Notifications',
  bell: (unread) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} not read yet`),
  empty: 'Nothing to tell. A hold that ends or a row at risk will be shown here.',
  loading: 'Loading the notifications…',
  failed: 'The notifications could not be loaded.',
  readAll: 'Mark all as read',
  markRead: 'Mark as read',
  over: 'Settled',
  open: 'Open campaign',
  look: 'Go and look',
  preferences: {
    title: 'Notification settings',
    open: 'Settings',
    back: 'Notifications',
    loading: 'Loading the settings…',
    failed: 'The settings could not be loaded. Open them again in a moment.',
  },
}
