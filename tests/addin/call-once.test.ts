import { describe, expect, it } from 'vitest'
import { ApiClient } from '../../addin/api/client'
import { Intents } from '../../addin/api/intents'
import { MemoryKeep } from '../../addin/api/keep'
import { callOnce } from '../../addin/desk/call-once'
import type { Desk } from '../../addin/desk/desk'
import { purchase } from '../../shared/contract/purchases'

const INPUT = {
  params: { id: '0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a01' },
  body: { units: [{ unitId: '0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a02', version: 1 }], mode: 'all' as const },
}

/** Keys of the requests of two presses, the first of which gets this answer. */
async function keysOfTwoPresses(first: () => Promise<Response>): Promise<(string | null)[]> {
  const keys: (string | null)[] = []
  const answers = [
    first,
    async () => Response.json({ purchaseId: 'p', units: [], failed: [] }, { status: 201 }),
  ]
  const api = new ApiClient({
    token: () => 't',
    language: () => 'ko',
    signedOut: () => undefined,
    fetch: async (_, init) => {
      keys.push(new Headers(init?.headers).get('idempotency-key'))
      return answers[keys.length - 1]!()
    },
  })
  const desk = { api, intents: new Intents(new MemoryKeep()) } as unknown as Desk
  await callOnce(desk, purchase, INPUT).catch(() => undefined)
  await callOnce(desk, purchase, INPUT)
  return keys
}

const problem = (status: number, code: string) => async () =>
  Response.json({ code, detail: 'x' }, { status, headers: { 'content-type': 'application/problem+json' } })

describe('a purchase that is pressed again', () => {
  it.each([
    ['got no answer', async () => Promise.reject(new TypeError('network'))],
    ['is still being executed', problem(409, 'REQUEST_IN_PROGRESS')],
    ['met a service that was not ready', problem(503, 'UNAVAILABLE')],
    ['lost its commit', problem(500, 'OUTCOME_UNKNOWN')],
    ['failed unexpectedly', problem(500, 'INTERNAL_ERROR')],
    ['was answered by a proxy', async () => new Response('<html>', { status: 502 })],
  ])('is the same intent after one that %s', async (_, first) => {
    const [one, two] = await keysOfTwoPresses(first)
    expect(one).toMatch(/^[0-9a-f-]{36}$/)
    expect(two).toBe(one)
  })

  it.each([
    ['refused', problem(409, 'INVENTORY_SHORTAGE')],
    ['invalid', problem(422, 'VALIDATION_FAILED')],
  ])('is another intent after one that was %s', async (_, first) => {
    const [one, two] = await keysOfTwoPresses(first)
    expect(two).not.toBe(one)
  })
})
