import type { NotificationView } from '../../shared/contract/notifications'

/** Where on the operator's page what a notification tells is looked after. */
export function deskLink({ rule, data }: NotificationView): string | undefined {
  switch (rule) {
    case 'FILE_FAILED':
    case 'FILE_MISSING':
      return '/operator?view=files'
    case 'MONTH_UNCONFIRMED':
      return `/operator?view=month&month=${data.month}`
    case 'APPROVAL_ASKED':
      return '/operator?view=approvals'
    case 'AT_RISK':
      return '/operator?view=risk'
    default:
      return undefined
  }
}
