import { type Desk, isUnreachable } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { syncNow } from '../media-mix/exchange'
import { loadDelivery } from '../monitoring/monitoring'

const FIRST_PAUSE_MS = 3000
const LONGEST_PAUSE_MS = 60_000

/**
 * Retries automatically what couldn't be saved because the service was unreachable, with exponential backoff.
 */
export function saveAgainWhenReachable(desk: Desk): void {
  let pause = FIRST_PAUSE_MS
  let lost = false
  let timer: ReturnType<typeof setTimeout> | undefined
  desk.store.subscribe(() => {
    const sync = desk.store.get().open?.sync
    if (sync?.kind === 'failed') lost = true
    if (sync?.kind === 'synced') {
      pause = FIRST_PAUSE_MS
      const again = lost
      lost = false
      // Load the delivery that couldn't be loaded meanwhile.
      if (again && desk.store.get().open?.monitoring.failure) void loadDelivery(desk)
    }
    const step = desk.store.get().buying?.step
    // A running purchase syncs on its own.
    const busy = step === 'checking' || step === 'buying'
    const waits = sync?.kind === 'failed' && mayBeTriedAgain(sync.failure) && !busy
    if (!waits) {
      clearTimeout(timer)
      timer = undefined
    } else if (timer === undefined) {
      timer = setTimeout(() => {
        timer = undefined
        void syncNow(desk)
      }, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  })
}

/** A sync that may have been executed is merged again, so it does no harm. */
function mayBeTriedAgain(failure: Failure): boolean {
  return isUnreachable(failure) || failure.code === 'OUTCOME_UNKNOWN'
}
