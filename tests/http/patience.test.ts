import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { bePatient } from '../../server/http/patience'

it('A large upload over a slow line is not cut off', () => {
  const server = createServer()
  const megabit = 125_000
  for (const limit of [1024, 512 * 1024 ** 2, 10_000 * 1024 ** 2]) {
    bePatient(server, limit)
    expect(server.requestTimeout).toBeGreaterThanOrEqual((limit / megabit) * 1000)
    expect(server.requestTimeout).toBeGreaterThanOrEqual(300_000)
  }
  // Headers come at once, and a client that sends nothing more is let go.
  expect(server.headersTimeout).toBeLessThanOrEqual(60_000)
  expect(server.timeout).toBeGreaterThan(0)
})
