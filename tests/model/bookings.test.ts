import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unitKey } from '../http/model'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { type Call, calendar, expired, outcomeOf } from './booking-model'
import { DAYS } from './market'
import { callIn, crowd, type Happening, story } from './random-story'
import type { State } from './state'
import { expectedFacts, World } from './world'

/** Sequences in each database; `npm run test:long` sets more. */
const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 20)
const CROWDS = Math.ceil(SEQUENCES / 4)
const SECONDS_A_SEQUENCE = 1

describe.each(databases())('Bookings beside a model ($name)', (kind) => {
  let world: World

  beforeAll(async () => {
    world = await World.open(kind)
  })
  afterAll(() => world?.stop())

  /** Performs the step in the service and in the model, and compares the results. */
  async function happen(state: State, happening: Happening): Promise<State> {
    switch (happening.what) {
      case 'wait': {
        const now = state.now + happening.hours * 3_600_000
        world.moveTo(now)
        return { ...state, now }
      }
      case 'load': {
        const { metaId, platform } = happening
        const rows = DAYS.map(
          (date, i) => [unitKey({ metaId, platform, date }), happening.forecast[i]!] as const,
        )
        const forecast = new Map([...state.forecast, ...rows])
        await world.load(forecast)
        return { ...state, forecast }
      }
      case 'calendar':
        await world.round('calendar-statuses')
        return calendar(state)
      case 'call': {
        const call = callIn(state, happening.call, happening)
        if (!call) return state
        const key = happening.again ? randomUUID() : undefined
        const answer = await world.send(call, state, key)
        const { refusals, state: next } = outcomeOf(state, call)
        expectAnswer(answer, refusals)
        if (key && answer.status < 300 && call.call !== 'release') {
          const again = await world.send(call, state, key)
          expect(again.headers.get('idempotency-replayed')).toBe('true')
          expect(again.body).toEqual(answer.body)
        }
        return next
      }
    }
  }

  it(
    `end as the model says after every step of ${SEQUENCES} sequences`,
    async () => {
      await fc.assert(
        fc.asyncProperty(story, async ({ units, forecast, happenings }) => {
          let state = await world.begin(units, forecast)
          for (const happening of happenings) {
            state = await happen(state, happening)
            expect(await world.observed()).toEqual(expectedFacts(state))
          }
          await world.round('expire-holds')
          expect(await world.observed()).toEqual(expectedFacts(expired(state)))
          expect(await world.audit()).toEqual([])
        }),
        { numRuns: SEQUENCES },
      )
    },
    SEQUENCES * SECONDS_A_SEQUENCE * 1000 + 60_000,
  )

  it(
    `end as some order of the calls would have it when several clients call at once, in ${CROWDS} sequences`,
    async () => {
      await fc.assert(
        fc.asyncProperty(crowd, async ({ units, forecast, happenings, crowd: together }) => {
          let state = await world.begin(units, forecast)
          for (const happening of happenings) state = await happen(state, happening)
          const calls = together.map(
            // What is impossible now may become possible after one of the other calls.
            (one) => callIn(state, one.call, one) ?? callIn(state, one.call, { ...one, blind: true })!,
          )
          const answers = await Promise.all(calls.map((call) => world.send(call, state)))
          const seen = await world.observed()
          const orders = permutations(calls.map((_call, i) => i))
          const ends = orders.map((order) => endOf(state, calls, answers, order))
          const possible = ends.some(
            (end) => end && JSON.stringify(expectedFacts(end)) === JSON.stringify(seen),
          )
          const what = calls.map((call, i) => [call, answers[i]!.status, answers[i]!.body.code])
          if (!possible) expect({ what, ends: ends.map((end) => end && expectedFacts(end)) }).toEqual(seen)
          await world.round('expire-holds')
          expect(await world.audit()).toEqual([])
        }),
        { numRuns: CROWDS },
      )
    },
    CROWDS * SECONDS_A_SEQUENCE * 1000 + 60_000,
  )
})

function expectAnswer({ status, body }: Answer, refusals: ReadonlySet<string>): void {
  const code = status < 300 ? 'done' : String(body?.code)
  expect(refusals.size > 0 ? [...refusals] : ['done'], body?.detail).toContain(code)
}

/** The state after the calls in this order; undefined when this order would have given other answers. */
function endOf(
  state: State,
  calls: readonly Call[],
  answers: readonly Answer[],
  order: readonly number[],
): State | undefined {
  let now = state
  for (const i of order) {
    const { refusals, state: next } = outcomeOf(now, calls[i]!)
    const { status, body } = answers[i]!
    if (status < 300 ? refusals.size > 0 : !refusals.has(body.code)) return undefined
    now = next
  }
  return now
}

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  )
}
