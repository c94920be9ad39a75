import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { collected } from '../http/collected'

/** Requests to ad servers that are not delivered, for Prometheus; read from the database at each scrape. */
export function publishingMetrics(registry: Registry, database: Database, clock: Clock): void {
  const requests = new Gauge({
    name: 'publish_requests',
    help: 'Requests to ad servers that wait (PENDING), were given up (DEAD) or never sent (WITHHELD)',
    labelNames: ['platform', 'status'],
    registers: [registry],
    async collect(): Promise<void> {
      await collected(
        requests,
        () =>
          database.rows<{ platform: string; status: string; n: number }>(
            `SELECT platform, status, COUNT(*) AS n FROM publish_request WHERE status IN ('PENDING', 'DEAD', 'WITHHELD')
             GROUP BY platform, status`,
          ),
        (rows) => {
          for (const { platform, status, n } of rows) requests.set({ platform, status }, Number(n))
        },
      )
    },
  })
  const oldest = new Gauge({
    name: 'publish_requests_oldest_seconds',
    help: 'Age of the oldest request to an ad server that waits',
    labelNames: ['platform'],
    registers: [registry],
    async collect(): Promise<void> {
      await collected(
        oldest,
        () =>
          database.rows<{ platform: string; at: string }>(
            `SELECT platform, MIN(created_at) AS at FROM publish_request WHERE status = 'PENDING' GROUP BY platform`,
          ),
        (rows) => {
          for (const { platform, at } of rows)
            oldest.set({ platform }, Math.max(0, (clock.now().getTime() - Date.parse(at)) / 1000))
        },
      )
    },
  })
}
