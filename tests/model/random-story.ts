import fc from 'fast-check'
import type { BookingStatus } from '../../shared/statuses'
import { type UnitKey, unitKey } from '../http/model'
import type { Call, Change, Step } from './booking-model'
import { CATALOGUE, CONTENTS, DAYS, type ProductCode, type UnitGroup } from './market'
import type { State } from './state'
import type { NewUnit } from './world'

/** The next step, without versions and instants: those follow from the state when the step is taken. */
export type Happening =
  | Calling
  | { what: 'wait'; hours: number }
  | { what: 'load'; metaId: string; platform: string; forecast: number[] }
  | { what: 'calendar' }

interface Calling {
  what: 'call'
  call: Wish
  /** Sent at an outdated version. */
  stale: boolean
  /** Sent twice with one idempotency key. */
  again: boolean
  /** Sent to the chosen unit even where it can't succeed. */
  blind: boolean
}

type Wish =
  | { call: 'buy'; units: readonly number[]; mode: 'all' | 'each' }
  | { call: 'hold'; units: readonly number[]; variant?: 'A' | 'B'; hours: number }
  | { call: 'release'; units: readonly number[] }
  | { call: 'amend'; units: readonly [number]; change: Change }
  | { call: Step; units: readonly [number] }

export interface Story {
  units: NewUnit[]
  forecast: State['forecast']
  happenings: Happening[]
}

/** Impressions per row and day: few enough that units compete. */
const MOST_FORECAST = 14
const MOST_AMOUNT = 70
/** Two units of the first campaign, one of the second; a call names units of one campaign. */
const TOGETHER: readonly (readonly number[])[] = [[0], [1], [2], [0, 1], [1, 0]]

const unitGroup = (code: 'G1' | 'G2'): fc.Arbitrary<UnitGroup> =>
  fc.record({ weight: fc.integer({ min: 1, max: 5 }) }).map(({ weight }) => ({ code, weight }))

const groupsOf = (productCode: ProductCode): fc.Arbitrary<UnitGroup[]> => {
  if (productCode === 'DIRECT') {
    const member = fc.record({ metaId: fc.constantFrom(...CONTENTS), weight: fc.integer({ min: 1, max: 9 }) })
    const members = fc.uniqueArray(member, { selector: ({ metaId }) => metaId, minLength: 1, maxLength: 3 })
    return fc.tuple(members, fc.integer({ min: 0, max: 4 })).map(([chosen, ratio]) => {
      const owners = [...new Set(chosen.map(({ metaId }) => CATALOGUE.contents[metaId].owner))]
      // Sometimes with owner ratios; the last one is positive, so that at least one owner has a share.
      const ownerRatios = owners.map((owner, i) => ({ owner, ratio: i === owners.length - 1 ? 2 : ratio }))
      return [{ name: '고른 콘텐츠', weight: 1, members: chosen, ...(ratio > 2 ? { ownerRatios } : {}) }]
    })
  }
  // The first group applies on all platforms; the second may apply on one only.
  return fc
    .tuple(unitGroup('G1'), unitGroup('G2'), fc.constantFrom(undefined, ...CATALOGUE.platforms), fc.boolean())
    .map(([one, two, platform, both]) => {
      if (!both) return [one]
      return platform === undefined ? [one, two] : [one, { ...two, platforms: [platform] }]
    })
}

const amount = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: MOST_AMOUNT / 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: MOST_AMOUNT }) },
)
const flight = fc
  .tuple(fc.integer({ min: 0, max: DAYS.length - 1 }), fc.integer({ min: 0, max: DAYS.length - 1 }))
  .map(([a, b]) => ({ startDate: DAYS[Math.min(a, b)]!, endDate: DAYS[Math.max(a, b)]! }))
const newUnit = (campaign: number): fc.Arbitrary<NewUnit> =>
  fc.constantFrom<ProductCode>('DIRECT', 'GROUPED').chain((productCode) =>
    fc
      .record({
        kind: fc.constantFrom('PAID' as const, 'PAID' as const, 'PAID' as const, 'SERVICE' as const),
        amount,
        flight,
        groups: groupsOf(productCode),
      })
      .map(({ flight: days, ...unit }) => ({ campaign, productCode, ...unit, ...days })),
  )

const dailyForecast = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.integer({ min: 1, max: MOST_FORECAST }) },
  ),
  { minLength: DAYS.length, maxLength: DAYS.length },
)
export const forecast = fc
  .array(dailyForecast, { minLength: 6, maxLength: 6 })
  .map(
    (series) =>
      new Map<UnitKey, number>(
        CONTENTS.flatMap((metaId, c) =>
          CATALOGUE.platforms.flatMap((platform, p) =>
            DAYS.map((date, d): [UnitKey, number] => [
              unitKey({ metaId, platform, date }),
              series[c * 2 + p]![d]!,
            ]),
          ),
        ),
      ),
  )

const together = fc.constantFrom(...TOGETHER)
const alone = fc.constantFrom(0, 1, 2).map((unit): readonly [number] => [unit])
/** The groups depend on the unit's product, so an amendment doesn't change them. */
const change: fc.Arbitrary<Change> = fc
  .record(
    {
      amount,
      endDate: fc.constantFrom(...DAYS),
      startDate: fc.constantFrom(...DAYS),
      platforms: fc.subarray([...CATALOGUE.platforms], { minLength: 1 }),
    },
    { requiredKeys: [] },
  )
  .map((fields) => (Object.keys(fields).length === 0 ? { amount: 10 } : fields))

const buy = (modes: readonly ('all' | 'each')[]): fc.Arbitrary<Wish> =>
  fc.record({ call: fc.constant('buy' as const), units: together, mode: fc.constantFrom(...modes) })
const hold: fc.Arbitrary<Wish> = fc.record(
  {
    call: fc.constant('hold' as const),
    units: together,
    hours: fc.integer({ min: 1, max: 60 }),
    variant: fc.constantFrom('A' as const, 'B' as const),
  },
  { requiredKeys: ['call', 'units', 'hours'] },
)
const wishes = (modes: readonly ('all' | 'each')[]): fc.Arbitrary<Wish> =>
  fc.oneof(
    { weight: 5, arbitrary: buy(modes) },
    { weight: 5, arbitrary: hold },
    { weight: 2, arbitrary: fc.record({ call: fc.constant('release' as const), units: together }) },
    { weight: 5, arbitrary: fc.record({ call: fc.constant('amend' as const), units: alone, change }) },
    {
      weight: 3,
      arbitrary: fc.record({
        call: fc.constantFrom<Step>('cancel', 'cancel', 'stop', 'pause', 'resume', 'reopen', 'reopen'),
        units: alone,
      }),
    },
  )
const calls = (modes: readonly ('all' | 'each')[]): fc.Arbitrary<Calling> =>
  fc.record({
    what: fc.constant('call' as const),
    call: wishes(modes),
    stale: fc.nat({ max: 15 }).map((die) => die === 15),
    again: fc.nat({ max: 7 }).map((die) => die === 7),
    blind: fc.nat({ max: 7 }).map((die) => die === 7),
  })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: calls(['all', 'all', 'each']) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 36 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('load' as const),
      metaId: fc.constantFrom(...CONTENTS),
      platform: fc.constantFrom(...CATALOGUE.platforms),
      forecast: dailyForecast,
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ what: 'calendar' }) },
)

export const units = fc.tuple(newUnit(0), newUnit(0), newUnit(1)).map((all) => [...all])

/** Steps one after another. */
export const story: fc.Arbitrary<Story> = fc.record({
  units,
  forecast,
  happenings: fc.array(happening, { minLength: 4, maxLength: 14 }),
})

/**
 * Some steps one after another, then several calls at once. `each` is left out: it counts as several calls.
 */
export const crowd: fc.Arbitrary<Story & { crowd: Calling[] }> = fc.record({
  units,
  forecast,
  happenings: fc.array(happening, { maxLength: 4 }),
  crowd: fc.array(calls(['all']), { minLength: 3, maxLength: 5 }),
})

/** The statuses in which a call can succeed: stories with refusals only would test little. */
const PROMISING: Record<Wish['call'], readonly BookingStatus[]> = {
  buy: ['Draft', 'Reserved'],
  hold: ['Draft', 'Reserved'],
  release: ['Reserved'],
  amend: ['Booked', 'InFlight', 'Paused', 'Reserved'],
  cancel: ['Booked', 'InFlight', 'Paused', 'Reserved'],
  stop: ['InFlight', 'Paused'],
  pause: ['InFlight'],
  resume: ['Paused'],
  reopen: ['Expired'],
}

/**
 * Turns a wish into a call in a state, at the versions that its caller has, or older ones. Unless it is
 * blind, it goes to a unit where it may succeed; where no such unit exists, nothing is called.
 */
export function callIn(
  state: State,
  wish: Wish,
  { stale, blind }: { stale: boolean; blind: boolean },
): Call | undefined {
  const may = (at: number) => PROMISING[wish.call].includes(state.units[at]!.status)
  let { units } = wish
  if (!blind && !units.some(may)) {
    const other = [0, 1, 2].find(may)
    if (other === undefined) return undefined
    units = [other]
  }
  const versions = units.map((at) => state.units[at]!.version - (stale ? 1 : 0))
  if (wish.call !== 'hold') return { ...wish, units, versions } as Call
  const { hours, ...rest } = wish
  return { ...rest, units, expiresAt: state.now + hours * 3_600_000, versions }
}
