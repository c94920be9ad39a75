import { Button, Spinner } from '@fluentui/react-components'
import { ErrorCircleFilled } from '@fluentui/react-icons'
import type { BookingFlow } from '../../desk/state/booking'
import { Frame } from '../../ui/frame'
import { WayOn } from '../../ui/next-step'
import { Outcome } from '../../ui/outcome'
import { usePane } from '../../ui/pane-context'
import { failureText, readerOf } from '../../words/failures'
import { leaveBooking, startBooking } from '../steps'
import { BookingForm } from './form'
import { BookingResult } from './result'
import { useBookingStyles } from './styles'

/** All parts of a booking step, from the form to the result. The pane shows nothing else meanwhile. */
export function Booking({ flow }: { flow: BookingFlow }) {
  const styles = useBookingStyles()
  const { words } = usePane()
  switch (flow.step) {
    case 'checking':
      return (
        <Frame title={words.booking.titles[flow.action]} busy>
          <Spinner className={styles.waiting} label={words.booking.checking} labelPosition="below" />
        </Frame>
      )
    case 'form':
    case 'working':
      return <BookingForm flow={flow} />
    case 'result':
      return <BookingResult flow={flow} />
    case 'failed':
      return <Failed flow={flow} />
  }
}

function Failed({ flow }: { flow: Extract<BookingFlow, { step: 'failed' }> }) {
  const { desk, words } = usePane()
  const { action, unitIds, failure } = flow
  const { title, next } = failureText(failure, readerOf(desk))
  return (
    <Frame
      title={words.booking.titles[action]}
      onBack={() => leaveBooking(desk)}
      footer={
        <>
          <WayOn
            failure={failure}
            unitIds={unitIds}
            label={words.retry}
            onAgain={() => void startBooking(desk, action, unitIds)}
          />
          <Button onClick={() => leaveBooking(desk)}>{words.close}</Button>
        </>
      }
    >
      <Outcome
        icon={<ErrorCircleFilled />}
        tone="bad"
        title={words.booking.failed}
        next={`${title} ${next}`}
      />
    </Frame>
  )
}
