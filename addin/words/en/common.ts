import { BOOKING_STATUS_WORDS } from '../../../shared/status-words'
import type { Words } from '../words'
import { BOOKING_EN } from './booking'
import { BUYING_EN } from './buying'
import { CAMPAIGNS_EN } from './campaigns'
import { INVENTORY_EN } from './inventory'
import { LIVE_EN } from './live'
import { MEDIA_MIX_EN } from './media-mix'
import { MONITORING_EN } from './monitoring'
import { NOTIFICATIONS_EN } from './notifications'
import { count, won } from './numbers'
import { SIGN_IN_EN } from './sign-in'
import { TARGETING_EN } from './targeting'

export const EN: Words = {
  won,
  impressions: (value) => `${count(value)} imp.`,
  flight: (start, end) => `${start} – ${end}`,
  statuses: BOOKING_STATUS_WORDS.en,
  kinds: { PAID: 'Paid', SERVICE: 'Service' },
  close: 'Close',
  back: 'Back',
  retry: 'Try again',
  cancel: 'Cancel',
  search: 'Search',
  clearSearch: 'Clear the search',
  inventory: INVENTORY_EN,
  live: LIVE_EN,
  booking: BOOKING_EN,
  monitoring: MONITORING_EN,
  notifications: NOTIFICATIONS_EN,
  more: 'Show more',
  signIn: SIGN_IN_EN,
  ...CAMPAIGNS_EN,
  ...MEDIA_MIX_EN,
  ...TARGETING_EN,
  ...BUYING_EN,
  busy: {
    'write-sheet': 'Writing the sheet…',
    'add-row': 'Adding…',
    'save-targeting': 'Saving the targeting…',
    'delete-row': 'Deleting the row…',
    'change-rows': 'Changing rows…',
    campaign: 'Saving the campaign…',
    proposal: 'Preparing the proposal…',
  },
}
