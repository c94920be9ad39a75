import { Gauge, type Registry } from 'prom-client'
import type { Database } from '../database/database'
import type { EventHub } from '../events/event-hub'
import { inTime } from '../http/in-time'
import type { SharedCounters } from '../shared-counters'

interface ProcessParts {
  database: Database
  events: EventHub
  /** Undefined where there is no Redis. */
  redis: Pick<SharedCounters, 'answers'> | undefined
}

/** What this process has open, and how what it needs is doing. */
export function processMetrics(registry: Registry, { database, events, redis }: ProcessParts): void {
  const registers = [registry]
  const connections = new Gauge({
    name: 'flightsheet_database_connections',
    help: 'Connections of this process to the database, for writing and reading: open, used, and how many wait for one',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, figures] of Object.entries(database.figures))
        for (const [state, n] of Object.entries(figures)) connections.set({ pool, state }, n)
    },
  })
  const up = new Gauge({
    name: 'flightsheet_database_up',
    help: '1 while the database answers and takes writes, as far as this process knows',
    registers,
    async collect() {
      const answers = database.check().then(
        () => database.faultNow === undefined,
        () => false,
      )
      up.set((await inTime(answers, 1000, false)) ? 1 : 0)
    },
  })
  const fault = new Gauge({
    name: 'flightsheet_database_fault',
    help: '1 for what must be mended: full, locked, read-only, failing, damaged',
    labelNames: ['fault'],
    registers,
    collect() {
      fault.reset()
      if (database.faultNow) fault.set({ fault: database.faultNow }, 1)
    },
  })
  const free = new Gauge({
    name: 'flightsheet_database_free_bytes',
    help: 'Free bytes on the disk of the embedded database; no sample where a server looks after its disk',
    registers,
    async collect() {
      const bytes = await database.freeBytes()
      free.remove()
      if (Number.isFinite(bytes)) free.set(bytes)
    },
  })
  const streams = new Gauge({
    name: 'flightsheet_event_streams',
    help: 'Streams of events that are open in this process',
    registers,
    collect() {
      streams.set(events.openStreams)
    },
  })
  if (!redis) return
  const redisUp = new Gauge({
    name: 'flightsheet_redis_up',
    help: '1 while Redis answers; no sample where there is none',
    registers,
    async collect() {
      redisUp.set((await redis.answers()) ? 1 : 0)
    },
  })
}
