import { shownSeoulTime } from '../../../shared/seoul-time'
import { BOOKING_STATUSES, type BookingStatus } from '../../../shared/statuses'
import { mayOperate } from '../../account/may-operate'
import type { Failure } from '../../desk/failure'
import { usePane } from '../../ui/pane-context'
import { type FailureText, failureText } from '../../words/failures'
import { bookingActions } from '../steps'

/** Why a step was refused, with what the service says of limits and of the status, and what to do. */
export function useRefusalText(): (failure: Failure) => FailureText {
  const { desk, words } = usePane()
  const texts = words.booking
  return (failure) => {
    const text = failureText(failure, desk.language)
    const data = 'data' in failure ? failure.data : {}
    const status = BOOKING_STATUSES.find((one) => one === data.bookingStatus)
    if (failure.code === 'STATUS_CONFLICT' && status)
      return { ...text, next: texts.allowedNow(words.statuses[status], stepsFrom(status)) }
    const latest = latestExpiry(data.errors)
    return latest === null
      ? text
      : { title: texts.untilWrong, next: texts.untilLimit(shownSeoulTime(latest)) }
  }

  function stepsFrom(status: BookingStatus): string[] {
    return bookingActions(status, mayOperate(desk)).map((action) => texts.actions[action])
  }
}

/** The latest instant that the service takes for a hold, out of what it says of the field. */
function latestExpiry(errors: unknown): string | null {
  if (!Array.isArray(errors)) return null
  const found = errors.find((error: { path?: unknown }) => error.path === 'expiresAt') as
    | { message?: unknown }
    | undefined
  return /and (\d{4}-\d\d-\d\dT[\d:.]+Z)/.exec(String(found?.message))?.[1] ?? null
}
