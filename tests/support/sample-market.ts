import { type Clock, createClock } from '../../server/clock'
import { loadSampleData } from '../../server/setup/sample-data'
import { monthOf } from '../../shared/calendar'
import { embedded } from './databases'
import { oncePerRun } from './once-per-run'
import { CLOCK, type ServiceDatabase, startService } from './service'

/** Embedded databases with the sample market, which begins in the month of the clock. */
export function sampleMarket(clock: Clock = createClock(CLOCK)): ServiceDatabase {
  const name = `market-${monthOf(clock.today())}.sqlite`
  return {
    createMigrated: async () => embedded(await oncePerRun(name, (path) => load(path, clock))),
  }
}

async function load(path: string, clock: Clock): Promise<void> {
  const kept = { url: `sqlite:${path}`, drop: async () => undefined }
  const running = await startService({ createMigrated: async () => kept }, {}, clock)
  try {
    await loadSampleData(running.service)
  } finally {
    await running.stop()
  }
}
