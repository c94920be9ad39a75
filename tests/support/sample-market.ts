import { type Clock, createClock } from '../../server/clock'
import { loadSampleData } from '../../server/setup/sample-data'
import { monthOf } from '../../shared/calendar'
import { databases } from './databases'
import { CLOCK, existing, type ServiceDatabase, startService } from './service'

/** Embedded databases with the sample market, which begins in the month of the clock. */
export function sampleMarket(clock: Clock = createClock(CLOCK)): ServiceDatabase {
  const [kind] = databases()
  return {
    createMigrated: () =>
      kind!.createFilled(`sample-market-${monthOf(clock.today())}`, async (url) => {
        const running = await startService(existing(url), {}, clock)
        try {
          await loadSampleData(running.service)
        } finally {
          await running.stop()
        }
      }),
  }
}
