import type { BookingStatus } from '../../shared/statuses'
import { divided, givenBack, type ModelCell } from './division'
import { CATALOGUE, modelGroups, PRODUCTS, type UnitGroup } from './market'
import { isPossible, type ModelUnit, type State, todayOf, withUnit } from './state'

/** A call on units, given by their index in the state, at the versions that the caller has. */
export type Call =
  | { call: 'buy'; units: readonly number[]; mode: 'all' | 'each'; versions: readonly number[] }
  | {
      call: 'hold'
      units: readonly number[]
      variant?: 'A' | 'B'
      expiresAt: number
      versions: readonly number[]
    }
  | { call: 'release'; units: readonly number[]; versions: readonly number[] }
  | { call: 'amend'; units: readonly [number]; change: Change; versions: readonly number[] }
  | { call: Step; units: readonly [number]; versions: readonly number[] }

export type Step = 'cancel' | 'stop' | 'pause' | 'resume' | 'reopen'

export interface Change {
  amount?: number
  startDate?: string
  endDate?: string
  groups?: UnitGroup[]
  platforms?: string[]
}

/** The result of a call: success, or a refusal for one of these reasons; expired holds end in both cases. */
export interface Outcome {
  /** The codes of which the service may return any one; empty: the call must succeed. */
  refusals: ReadonlySet<string>
  state: State
}

type Attempt = { refusals: ReadonlySet<string> } | { state: State }

const RUNNING: readonly BookingStatus[] = ['Booked', 'InFlight', 'Paused']
const SIMPLE: Record<'pause' | 'resume' | 'reopen', readonly [from: BookingStatus, to: BookingStatus]> = {
  pause: ['InFlight', 'Paused'],
  resume: ['Paused', 'InFlight'],
  reopen: ['Expired', 'Draft'],
}

/** The required outcome of a call in a state. */
export function outcomeOf(before: State, call: Call): Outcome {
  const state = expired(before)
  const attempt = attemptOf(state, call)
  return 'state' in attempt
    ? { refusals: new Set(), state: attempt.state }
    : { refusals: attempt.refusals, state }
}

/** Ends expired holds, as the service does before every call and in its own job. */
export function expired(state: State): State {
  return {
    ...state,
    units: state.units.map((unit) =>
      unit.hold && unit.hold.expiresAt <= state.now ? stepped({ ...unit, hold: null }, 'Expired') : unit,
    ),
  }
}

/** The calendar job: flights that have begun become InFlight, those that are over become Finished. */
export function calendar(state: State): State {
  const today = todayOf(state)
  const begun = (unit: ModelUnit) =>
    unit.status === 'Booked' && unit.startDate <= today ? stepped(unit, 'InFlight') : unit
  const over = (unit: ModelUnit) =>
    unit.status === 'InFlight' && unit.endDate < today ? stepped(unit, 'Finished') : unit
  return { ...state, units: state.units.map((unit) => over(begun(unit))) }
}

function attemptOf(state: State, call: Call): Attempt {
  const units = call.units.map((at) => state.units[at]!)
  switch (call.call) {
    case 'buy':
      return call.mode === 'all' ? buyAll(state, units, call.versions) : buyEach(state, units, call.versions)
    case 'hold':
      return hold(state, units, call)
    case 'release':
      return release(state, units, call.versions)
    case 'amend':
      return amend(state, units[0]!, call.change, call.versions[0]!)
    case 'cancel':
    case 'stop':
      return end(state, units[0]!, call.call, call.versions[0]!)
    default: {
      const [from, to] = SIMPLE[call.call]
      const unit = units[0]!
      const refusals = new Set([...stale(unit, call.versions[0]!), ...unless(unit.status === from)])
      return refusals.size > 0 ? { refusals } : { state: withUnit(state, stepped(unit, to)) }
    }
  }
}

function buyAll(state: State, units: readonly ModelUnit[], versions: readonly number[]): Attempt {
  const refusals = new Set<string>(units.flatMap((unit, i) => unbuyable(unit, versions[i]!)))
  let next = state
  for (const unit of units) {
    if (unit.startDate < todayOf(state)) refusals.add('FLIGHT_IN_PAST')
    const { cells, refusals: why } = cellsFor(state, unit)
    for (const one of why) refusals.add(one)
    next = withUnit(next, { ...stepped(unit, 'Booked'), hold: null, booked: cells })
  }
  next = withoutAlternatives(next, units)
  if (refusals.size === 0 && isPossible(state, next)) return { state: next }
  return {
    refusals: refusals.size > 0 ? refusals.add('INVENTORY_SHORTAGE') : new Set(['INVENTORY_SHORTAGE']),
  }
}

function buyEach(state: State, units: readonly ModelUnit[], versions: readonly number[]): Attempt {
  const refusals = new Set<string>()
  let next = state
  units.forEach((unit, i) => {
    const now = next.units.find(({ id }) => id === unit.id)!
    // The purchase of another variant a moment before has ended this unit's hold.
    const attempt: Attempt =
      unit.hold && !now.hold
        ? { refusals: new Set([...unbuyable(unit, versions[i]!), 'STATUS_CONFLICT']) }
        : buyAll(next, [now], [versions[i]!])
    if ('state' in attempt) next = attempt.state
    else for (const one of attempt.refusals) refusals.add(one)
  })
  return next === state ? { refusals } : { state: next }
}

/** Ends the holds of a campaign's other variants when one variant is bought. */
function withoutAlternatives(state: State, bought: readonly ModelUnit[]): State {
  const variants = new Set(bought.flatMap(({ variant }) => variant ?? []))
  if (variants.size === 0) return state
  const { campaign } = bought[0]!
  return {
    ...state,
    units: state.units.map((unit) =>
      unit.campaign === campaign && unit.hold?.variant && !variants.has(unit.hold.variant)
        ? stepped({ ...unit, hold: null }, 'Draft')
        : unit,
    ),
  }
}

function hold(
  state: State,
  units: readonly ModelUnit[],
  { variant, expiresAt, versions }: Extract<Call, { call: 'hold' }>,
): Attempt {
  const refusals = new Set<string>()
  let next = state
  units.forEach((unit, i) => {
    for (const one of stale(unit, versions[i]!)) refusals.add(one)
    if (expiresAt > endOfFlight(unit)) refusals.add('VALIDATION_FAILED')
    if (unit.status === 'Reserved') {
      if (variant !== undefined && variant !== unit.hold!.variant) refusals.add('VALIDATION_FAILED')
      next = withUnit(next, stepped({ ...unit, hold: { ...unit.hold!, expiresAt } }, 'Reserved'))
      return
    }
    for (const one of unless(unit.status === 'Draft')) refusals.add(one)
    if (unit.startDate < todayOf(state)) refusals.add('FLIGHT_IN_PAST')
    const { cells, refusals: why } = cellsFor(state, unit)
    for (const one of why) refusals.add(one)
    const of = variant ?? unit.variant
    next = withUnit(
      next,
      stepped({ ...unit, variant: of, hold: { variant: of, expiresAt, cells } }, 'Reserved'),
    )
  })
  if (!isPossible(state, next)) refusals.add('INVENTORY_SHORTAGE')
  return refusals.size > 0 ? { refusals } : { state: next }
}

/** A hold ends with its flight at the latest: midnight in Seoul after its last day. */
function endOfFlight({ endDate }: { endDate: string }): number {
  return Date.parse(`${endDate}T15:00:00Z`)
}

function heldAs(after: ModelUnit, { hold }: ModelUnit, cells: readonly ModelCell[]) {
  return { ...hold!, expiresAt: Math.min(hold!.expiresAt, endOfFlight(after)), cells }
}

function release(state: State, units: readonly ModelUnit[], versions: readonly number[]): Attempt {
  const refusals = new Set(
    units.flatMap((unit, i) => [...stale(unit, versions[i]!), ...unless(unit.status === 'Reserved')]),
  )
  if (refusals.size > 0) return { refusals }
  return {
    state: units.reduce((next, unit) => withUnit(next, stepped({ ...unit, hold: null }, 'Draft')), state),
  }
}

function amend(state: State, unit: ModelUnit, change: Change, version: number): Attempt {
  const refusals = new Set([
    ...stale(unit, version),
    ...unless(unit.status === 'Reserved' || RUNNING.includes(unit.status)),
  ])
  const today = todayOf(state)
  const after = { ...unit, ...change }
  if (after.startDate > after.endDate) return { refusals: refusals.add('VALIDATION_FAILED') }
  const isHeld = unit.hold !== null
  if ((isHeld || after.startDate !== unit.startDate) && after.startDate < today)
    refusals.add('FLIGHT_IN_PAST')
  const past = unit.booked.filter(({ date }) => date <= today)
  const { cells, refusals: why } = isHeld
    ? cellsFor(state, { ...after, hold: null })
    : division(state, after, past, today)
  for (const one of why) refusals.add(one)
  if (why.has('INVENTORY_SHORTAGE') && after.endDate <= today) refusals.add('FLIGHT_IN_PAST')
  const changed = isHeld ? { ...after, hold: heldAs(after, unit, cells) } : { ...after, booked: cells }
  const next = withUnit(state, stepped(changed, unit.status))
  if (!isPossible(state, next)) refusals.add('INVENTORY_SHORTAGE')
  if (refusals.size === 0) return { state: next }
  const lowered = loweredIn(unit, after, change, today)
  const stands =
    unit.version === version &&
    (isHeld ? after.startDate >= today : RUNNING.includes(unit.status)) &&
    (after.startDate === unit.startDate || after.startDate >= today)
  if (!lowered || !stands) return { refusals }
  const kept = isHeld ? { ...after, hold: heldAs(after, unit, lowered) } : { ...after, booked: lowered }
  return { state: withUnit(state, stepped(kept, unit.status)) }
}

/** The unit's own cells after giving back; undefined if the change does more than that, or can't be made of them. */
function loweredIn(unit: ModelUnit, after: ModelUnit, change: Change, today: string) {
  const gives =
    !change.groups &&
    after.amount <= unit.amount &&
    after.startDate >= unit.startDate &&
    after.endDate <= unit.endDate &&
    after.platforms.every((platform) => unit.platforms.includes(platform))
  if (!gives) return undefined
  const [cells, last] = unit.hold ? [unit.hold.cells, ''] : [unit.booked, today]
  return givenBack(cells, { ...after, ecpm: PRODUCTS[unit.productCode].ecpm }, last)
}

function end(state: State, unit: ModelUnit, call: 'cancel' | 'stop', version: number): Attempt {
  const running = unit.status === 'InFlight' || unit.status === 'Paused'
  const may = running || (call === 'cancel' && (unit.status === 'Reserved' || unit.status === 'Booked'))
  const refusals = new Set([...stale(unit, version), ...unless(may)])
  if (refusals.size > 0) return { refusals }
  const today = todayOf(state)
  const ended = { ...unit, hold: null, booked: unit.booked.filter(({ date }) => date <= today) }
  return { state: withUnit(state, stepped(ended, running ? 'Stopped' : 'Canceled')) }
}

/** The cells of a unit without a past: those that it holds, or its plan split with the present forecast. */
function cellsFor(
  state: State,
  unit: ModelUnit,
): { cells: readonly ModelCell[]; refusals: ReadonlySet<string> } {
  if (unit.hold) return { cells: unit.hold.cells, refusals: new Set() }
  const { cells, refusals } = division(state, unit, [], undefined)
  return {
    cells,
    refusals: cells.length === 0 && refusals.size === 0 ? new Set(['AMOUNT_TOO_SMALL']) : refusals,
  }
}

function division(state: State, unit: ModelUnit, past: readonly ModelCell[], today: string | undefined) {
  const { ecpm } = PRODUCTS[unit.productCode]
  const plan = { ...unit, ecpm, groups: modelGroups(unit.groups) }
  return divided(plan, past, today, CATALOGUE, (row) => BigInt(state.forecast.get(row) ?? 0))
}

function unbuyable(unit: ModelUnit, version: number): string[] {
  return [...stale(unit, version), ...unless(unit.status === 'Draft' || unit.status === 'Reserved')]
}

function stale(unit: ModelUnit, version: number): string[] {
  return unit.version === version ? [] : ['VERSION_CONFLICT']
}

function unless(allowed: boolean): string[] {
  return allowed ? [] : ['STATUS_CONFLICT']
}

/** A row that becomes Draft or Expired is planned on every platform of its product again. */
function stepped(unit: ModelUnit, status: BookingStatus): ModelUnit {
  const { platforms } = status === 'Draft' || status === 'Expired' ? CATALOGUE : unit
  return { ...unit, platforms, status, version: unit.version + 1 }
}
