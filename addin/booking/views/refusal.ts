import { shownSeoulTime } from '../../../shared/seoul-time'
import { BOOKING_STATUSES, type BookingStatus } from '../../../shared/statuses'
import { mayOperate } from '../../account/may-operate'
import type { Failure } from '../../desk/failure'
import { usePane } from '../../ui/pane-context'
import { type FailureText, failureText, readerOf } from '../../words/failures'
import { bookingActions } from '../steps'

/**
 * Explains why a step was refused and what to do, with the status and the limits that the service returned.
 */
export function useRefusalText(): (failure: Failure) => FailureText {
  const { desk, words } = usePane()
  const texts = words.booking
  return (failure) => {
    const text = failureText(failure, readerOf(desk))
    const data = 'data' in failure ? failure.data : {}
    const status = BOOKING_STATUSES.find((one) => one === data.bookingStatus)
    if (failure.code === 'STATUS_CONFLICT' && status)
      return { ...text, next: texts.allowedNow(words.statuses[status], stepsFrom(status)) }
    const { latestExpiresAt: latest } = data
    return typeof latest !== 'string'
      ? text
      : { title: texts.untilWrong, next: texts.untilLimit(shownSeoulTime(latest)) }
  }

  function stepsFrom(status: BookingStatus): string[] {
    return bookingActions(status, mayOperate(desk)).map((action) => texts.actions[action])
  }
}
