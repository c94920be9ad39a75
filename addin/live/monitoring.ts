import type { EventKind } from '../../shared/contract/events'
import { Coalesce } from '../desk/coalesce'
import type { Desk } from '../desk/desk'
import { refreshMonitoring } from '../monitoring/monitoring'
import { subscribeLive } from './live'

/** What changes the figures. */
const NEWS: ReadonlySet<EventKind> = new Set([
  'unit.delivery',
  'unit.publish-status',
  'unit.booking-status',
  'campaign.changed',
])

/** However fast deliveries come in, the sheet is written at most this often. */
const REFRESH_EVERY_MS = 3000

/**
 * Keeps 모니터링 and pane current while ad servers report: however fast, a few seconds apart.
 *
 * @returns what ends it
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
