import type { Gauge } from 'prom-client'
import { inTime } from './in-time'

/** A scrape is worth more with what the process itself knows than late with all of it. */
const ANSWER_MS = 1000

/**
 * Fills a gauge from the database at a scrape. While the database doesn't answer, the gauge has no samples, and
 * the other metrics are there.
 */
export async function collected<T>(
  gauge: Pick<Gauge, 'reset'>,
  read: () => Promise<T>,
  fill: (found: T) => void,
): Promise<void> {
  const found = await inTime(
    read().then(
      (value) => ({ value }),
      () => undefined,
    ),
    ANSWER_MS,
    undefined,
  )
  gauge.reset()
  if (found) fill(found.value)
}
