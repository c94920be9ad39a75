import { type Desk, isUnanswered } from '../desk/desk'
import { syncNow } from '../media-mix/exchange'
import { loadDelivery } from '../monitoring/monitoring'

const FIRST_PAUSE_MS = 3000
const LONGEST_PAUSE_MS = 60_000

/** Saves again by itself what could not be saved because the service was out of reach, in ever longer pauses. */
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
      // What couldn't be loaded meanwhile is there again, too.
      if (again && desk.store.get().open?.monitoring.failure) void loadDelivery(desk)
    }
    const step = desk.store.get().buying?.step
    // A purchase that is under way syncs by itself.
    const busy = step === 'checking' || step === 'buying'
    const waits = sync?.kind === 'failed' && isUnanswered(sync.failure) && !busy
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
