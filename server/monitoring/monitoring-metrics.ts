import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { collected } from '../http/collected'
import { freshness } from './state'

/** The age of the dashboard's figures, for Prometheus; no sample before the first refresh. */
export function monitoringMetrics(registry: Registry, database: Database, clock: Clock): void {
  const age = new Gauge({
    name: 'monitoring_age_seconds',
    help: 'Age of the figures that the dashboard shows; more than a minute or two means that monitoring-refresh fails',
    registers: [registry],
    async collect(): Promise<void> {
      await collected(
        { reset: () => age.remove() },
        () => database.read((tx) => freshness(tx, clock.now())),
        ({ ageSeconds }) => {
          if (ageSeconds !== null) age.set(ageSeconds)
        },
      )
    },
  })
}
