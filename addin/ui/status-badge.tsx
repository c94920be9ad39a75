import { Badge, makeStyles } from '@fluentui/react-components'
import type { BookingStatus } from '../../shared/statuses'
import { usePane } from './pane-context'

export const STATUS_COLORS: Record<
  BookingStatus,
  'informative' | 'warning' | 'success' | 'brand' | 'danger' | 'subtle'
> = {
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

const useStyles = makeStyles({ badge: { flexShrink: 0, whiteSpace: 'nowrap' } })

export function StatusBadge({ status }: { status: BookingStatus }) {
  const styles = useStyles()
  const { words } = usePane()
  return (
    <Badge className={styles.badge} appearance="tint" color={STATUS_COLORS[status]} shape="rounded">
      {words.statuses[status]}
    </Badge>
  )
}
