import { businessDateOf } from '../../shared/calendar'
import type { BookingStatus } from '../../shared/statuses'
import { type UnitKey, unitKey } from '../http/model'
import type { ModelCell } from './division'
import type { ProductCode, UnitGroup } from './market'

/** Everything of a unit that these tests can change. Immutable: a step creates a new object. */
export interface ModelUnit {
  id: string
  /** 0 or 1. */
  campaign: number
  kind: 'PAID' | 'SERVICE'
  productCode: ProductCode
  amount: number
  startDate: string
  endDate: string
  groups: readonly UnitGroup[]
  platforms: readonly string[]
  status: BookingStatus
  version: number
  /** A hold moves the unit to its variant; it stays there when the hold ends. */
  variant: string | null
  hold: { variant: string | null; expiresAt: number; cells: readonly ModelCell[] } | null
  /** The booked cells, including the past of a unit that has ended. */
  booked: readonly ModelCell[]
}

/** The whole state. Held and sold numbers are not stored: they follow from the units. */
export interface State {
  /** Milliseconds since 1970. */
  now: number
  forecast: ReadonlyMap<UnitKey, number>
  units: readonly ModelUnit[]
}

export function todayOf({ now }: State): string {
  return businessDateOf(new Date(now))
}

export function withUnit(state: State, unit: ModelUnit): State {
  return { ...state, units: state.units.map((one) => (one.id === unit.id ? unit : one)) }
}

/** Impressions sold per row. */
export function soldOf({ units }: State): Map<UnitKey, number> {
  return counted(units.flatMap(({ booked }) => booked))
}

/** Impressions held per row: variants of a campaign share, and the largest counts. */
export function heldOf({ units }: State): Map<UnitKey, number> {
  const held = new Map<UnitKey, number>()
  for (const campaign of new Set(units.map((unit) => unit.campaign))) {
    const holding = units.filter((unit) => unit.campaign === campaign && unit.hold)
    const of = (variant: string | null) =>
      counted(holding.flatMap(({ hold }) => (hold!.variant === variant ? hold!.cells : [])))
    for (const [row, count] of of(null)) add(held, row, count)
    const variants = ['A', 'B', 'C'].map(of)
    for (const row of new Set(variants.flatMap((rows) => [...rows.keys()])))
      add(held, row, Math.max(...variants.map((rows) => rows.get(row) ?? 0)))
  }
  return held
}

/** No row may promise more than it has, except what was promised before its forecast fell. */
export function isPossible(before: State, after: State): boolean {
  const was = promisedOf(before)
  return [...promisedOf(after)].every(([row, count]) => {
    const old = was.get(row) ?? 0
    return count <= old || count <= Math.max(old, after.forecast.get(row) ?? 0)
  })
}

export function promisedOf(state: State): Map<UnitKey, number> {
  const promised = soldOf(state)
  for (const [row, count] of heldOf(state)) add(promised, row, count)
  return promised
}

function counted(cells: readonly ModelCell[]): Map<UnitKey, number> {
  const rows = new Map<UnitKey, number>()
  for (const cell of cells) add(rows, unitKey(cell), Number(cell.impressions))
  return rows
}

function add(rows: Map<UnitKey, number>, row: UnitKey, count: number): void {
  rows.set(row, (rows.get(row) ?? 0) + count)
}
