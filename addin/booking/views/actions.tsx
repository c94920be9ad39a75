import { Button, mergeClasses } from '@fluentui/react-components'
import type { MediaMixRow } from '../../../shared/contract/campaigns'
import { usePane } from '../../ui/pane-context'
import { actionsFor, startBooking } from '../steps'
import { useBookingStyles } from './styles'

/**
 * Buttons for every step that the rows can take, except buying. A button shows the number of rows if its step
 * isn't allowed for all.
 */
export function BookingActions({ rows, className }: { rows: readonly MediaMixRow[]; className?: string }) {
  const styles = useBookingStyles()
  const { desk, words, state } = usePane()
  const texts = words.booking
  const actions = actionsFor(desk, rows)
  // An amendment of several rows is typed into the sheet.
  if (rows.length > 1) actions.delete('amend')
  if (actions.size === 0) return null
  return (
    <section className={mergeClasses(styles.actions, className)} aria-label={texts.actionsTitle}>
      {[...actions].map(([action, unitIds]) => (
        <Button
          key={action}
          size="small"
          data-return={`booking-${action}`}
          disabled={state.busy !== null}
          onClick={() => void startBooking(desk, action, unitIds)}
        >
          {unitIds.length < rows.length
            ? texts.actionOf(texts.actions[action], unitIds.length)
            : texts.actions[action]}
        </Button>
      ))}
    </section>
  )
}
