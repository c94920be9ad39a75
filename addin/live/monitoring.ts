import type { EventKind } from '../../shared/contract/events'
import { Coalesce } from '../desk/coalesce'
import type { Desk } from '../desk/desk'
import { refreshMonitoring } from '../monitoring/monitoring'
import { subscribeLive } from './live'

/** The events that change the figures. */
const NEWS: ReadonlySet<EventKind> = new Set([
  'unit.delivery',
  'unit.publish-status',
  'unit.booking-status',
  'campaign.changed',
])

/** The sheet is written at most this often, however fast deliveries arrive. */
const REFRESH_EVERY_MS = 3000

/**
 * Keeps the 모니터링 sheet and the pane current while ad servers report; throttled to one refresh every few
 * seconds.
 *
 * @returns a function that stops it
 */
export function followDelivery(desk: Desk, everyMs = REFRESH_EVERY_MS): () => void {
  const refresh = new Coalesce(() => refreshMonitoring(desk), everyMs)
  const unsubscribe = subscribeLive(desk, (events, stale) => {
    if (stale || events.some(({ kind }) => NEWS.has(kind))) refresh.soon()
  })
  return () => {
    unsubscribe()
    refresh.cancel()
  }
}
