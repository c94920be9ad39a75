import type { Server } from 'node:http'

/** Slower than this an upload is not worth waiting for: 1 Mbit/s. */
const SLOWEST_BYTES_PER_SECOND = 125_000
const SHORTEST_MS = 300_000
/** A connection on which nothing moves for so long is closed. Event streams take themselves out. */
const STILL_MS = 120_000

/**
 * How long the server waits for slow clients: the largest upload may come over a slow line, as long as it keeps coming.
 *
 * @param uploadLimit bytes
 */
export function bePatient(server: Server, uploadLimit: number): void {
  server.requestTimeout = Math.max(SHORTEST_MS, (uploadLimit / SLOWEST_BYTES_PER_SECOND) * 1000)
  server.setTimeout(STILL_MS)
}
