import { Badge } from '@fluentui/react-components'
import type { BookingStatus } from '../../shared/statuses'
import { usePane } from './pane-context'

const COLORS: Record<BookingStatus, 'informative' | 'warning' | 'success' | 'brand' | 'danger' | 'subtle'> = {
  Draft: 'informative',
  Reserved: 'warning',
  Booked: 'success',
  InFlight: 'brand',
  Finished: 'subtle',
  Paused: 'warning',
  Stopped: 'danger',
  Canceled: 'subtle',
  Expired: 'subtle',
  Declined: 'danger',
}

export function StatusBadge({ status }: { status: BookingStatus }) {
  const { words } = usePane()
  return (
    <Badge appearance="tint" color={COLORS[status]} shape="rounded">
      {words.statuses[status]}
    </Badge>
  )
}
