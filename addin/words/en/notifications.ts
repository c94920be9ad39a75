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
}
