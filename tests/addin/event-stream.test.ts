import { afterEach, describe, expect, it } from 'vitest'
import type { ApiClient } from '../../addin/api/client'
import { listenToCampaign } from '../../addin/api/events'

const EVENT = JSON.stringify({
  id: '41',
  campaignId: '00000000-0000-4000-8000-000000000001',
  unitId: null,
  kind: 'campaign.changed',
  at: '2026-12-01T03:00:00.000Z',
  data: { revision: 7 },
})
const STREAM = `retry: 64000
id: 40
event: ready
data: {"resumed":true}

: a comment
data: ${EVENT.slice(0, 11)}
data: ${EVENT.slice(11)}
event: campaign.changed
id: 41

unknown: field
: 57
id: 57

event: reset
id: 99
`

/** Answers each connection with these pieces, and ends it. */
class Line {
  readonly lastEventIds: (string | undefined)[] = []

  constructor(private readonly pieces: readonly Uint8Array[]) {}

  readonly api = {
    stream: async (_: unknown, __: unknown, { headers }: { headers?: Record<string, string> }) => {
      this.lastEventIds.push(headers?.['last-event-id'])
      const { pieces } = this
      return new Response(
        new ReadableStream({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece)
            controller.close()
          },
        }),
      )
    },
  } as unknown as ApiClient
}

/** What the feed told its listener over one connection, where it resumed, and how long it waited before. */
async function listen(pieces: readonly Uint8Array[], stops: (() => void)[]) {
  const line = new Line(pieces)
  const told: string[] = []
  const waits: number[] = []
  await new Promise<void>((resolve) => {
    const stop = listenToCampaign(
      line.api,
      'x',
      {
        happened: (event) => told.push(event.id),
        stale: () => told.push('stale'),
        connection: (state) => told.push(state),
      },
      {
        wait: async (milliseconds) => {
          waits.push(milliseconds)
          if (waits.length === 2) {
            stop()
            resolve()
          }
        },
      },
    )
    stops.push(stop)
  })
  return { told: told.slice(0, 3), resumedAt: line.lastEventIds, waits }
}

describe('the stream of events', () => {
  const stops: (() => void)[] = []
  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })

  it.each(['\n', '\r\n'])('is read in pieces that end anywhere (lines end with %j)', async (lineEnd) => {
    const bytes = new TextEncoder().encode(STREAM.replaceAll('\n', lineEnd))
    for (const size of [1, 2, 3, 7, 64, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      )
      const { told, resumedAt, waits } = await listen(pieces, stops)
      // The last event has no end, so neither it nor its id counts.
      expect(told, `in pieces of ${size}`).toEqual(['open', '41', 'lost'])
      expect(resumedAt).toEqual([undefined, '57'])
      // Half of the longest wait, which is shorter than the one that the service asked for.
      expect(waits[0]).toBeGreaterThanOrEqual(15_000)
    }
  })

  it('skips events of kinds that only a newer service knows', async () => {
    const newer = JSON.stringify({ id: '40', kind: 'campaign.archived', data: {} })
    const pieces = [new TextEncoder().encode(`data: ${newer}\n\ndata: ${EVENT}\n\n`)]
    expect((await listen(pieces, stops)).told).toEqual(['41', 'lost', 'lost'])
  })
})
