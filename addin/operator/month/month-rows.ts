import { addMonths, type Month } from '../../../shared/calendar'
import { type ContentView, lookUpContents } from '../../../shared/contract/catalog'
import {
  listStandardInventory,
  promisedContents,
  type StandardInventoryView,
  standardInventorySums,
} from '../../../shared/contract/inventory'
import { CONTENT_TYPES, type ContentType } from '../../../shared/contract/primitives'
import { RANDOM_POOL } from '../../../shared/inventory'
import type { ApiClient } from '../../api/client'
import { everyItem, partsOf } from '../../desk/every-item'

/** Contents per call for their names. */
const NAMED_AT_ONCE = 10_000
/** From this change against the month before on, a row is one to look at. */
const LARGE_CHANGE = 0.3

/** A row of standard inventory with its content's name, and what is sold and held of the content in the month. */
export interface MonthRow extends StandardInventoryView {
  name: string
  broadcaster: string | null
  /** Impressions. The contents of the random pool have none of their own: the pool is sold as one. */
  promised: number
}

export interface MonthFigures {
  rows: readonly MonthRow[]
  /** Impressions sold and held, of all contents. */
  promised: number
  /** The same of the random pool. */
  promisedPool: number
  /** All of the month before by type, in impressions: also of contents that this month hasn't any more. */
  previous: ReadonlyMap<ContentType, number>
}

/** Loads a month with all that is to be seen before it is confirmed. */
export async function loadMonth(api: ApiClient, month: Month): Promise<MonthFigures> {
  const [standard, promises, before] = await Promise.all([
    everyItem<StandardInventoryView>(api, listStandardInventory, { month, notes: true, limit: 10_000 }),
    everyItem<{ metaId: string; held: number; sold: number }>(api, promisedContents, {
      month,
      limit: 10_000,
    }),
    api.call(standardInventorySums, { query: { month: addMonths(month, -1) } }),
  ])
  const contents = new Map<string, ContentView>()
  for (const metaIds of partsOf([...new Set(standard.map(({ metaId }) => metaId))], NAMED_AT_ONCE)) {
    const { items } = await api.call(lookUpContents, { body: { metaIds } })
    for (const content of items) contents.set(content.metaId, content)
  }
  const promised = new Map(promises.map(({ metaId, held, sold }) => [metaId, held + sold]))
  return {
    rows: standard.map((row) => ({
      ...row,
      name: contents.get(row.metaId)?.name ?? row.metaId,
      broadcaster: contents.get(row.metaId)?.broadcaster ?? null,
      promised: promised.get(row.metaId) ?? 0,
    })),
    promised: sum([...promised.values()], (value) => value),
    promisedPool: promised.get(RANDOM_POOL) ?? 0,
    previous: new Map(before.items.map(({ type, total }) => [type, total])),
  }
}

/** What a row puts on sale: its correction, or else its forecast. */
export function totalOf({ adjustedTotal, forecastTotal }: StandardInventoryView): number {
  return adjustedTotal ?? forecastTotal
}

export const CHECKS = ['open', 'changed', 'notes', 'jumped', 'corrected', 'short'] as const
export type Check = (typeof CHECKS)[number]

/** What a person looks at before confirming, and which rows it is about. */
export const IS_CHECKED: Record<Check, (row: MonthRow) => boolean> = {
  open: ({ status }) => status === 'OPEN',
  changed: ({ status, newForecastTotal }) => status === 'CONFIRMED' && newForecastTotal !== undefined,
  notes: ({ notes }) => (notes?.length ?? 0) > 0,
  jumped: ({ monthOverMonth }) => monthOverMonth !== null && Math.abs(monthOverMonth) > LARGE_CHANGE,
  corrected: ({ adjustedTotal }) => adjustedTotal !== null,
  short: (row) => row.promised > totalOf(row),
}

/** Sums over rows; impressions. */
export interface MonthSums {
  /** Null: all types. */
  type: ContentType | null
  rows: number
  total: number
  /** Of the whole month before. */
  previous: number
  corrected: number
  /** What the corrections add to the forecast; negative where they take away. */
  correction: number
  promised: number
  /** Negative: more is promised than there is. */
  left: number
}

/** The sums of a month by type, and of all types at the end. */
export function sumsOf({ rows, promised, promisedPool, previous }: MonthFigures): MonthSums[] {
  const of = (
    type: ContentType | null,
    some: readonly MonthRow[],
    { before, taken }: { before: number; taken: number },
  ): MonthSums => {
    const total = sum(some, totalOf)
    return {
      type,
      rows: some.length,
      total,
      previous: before,
      corrected: some.filter(IS_CHECKED.corrected).length,
      correction: sum(some, (row) => totalOf(row) - row.forecastTotal),
      promised: taken,
      left: total - taken,
    }
  }
  const types = CONTENT_TYPES.flatMap((type) => {
    const some = rows.filter((row) => row.type === type)
    const own = sum(some, (row) => (row.metaId === RANDOM_POOL ? 0 : row.promised))
    const before = previous.get(type) ?? 0
    const taken = own + (type === 'RANDOM' ? promisedPool : 0)
    return some.length === 0 && before === 0 ? [] : [of(type, some, { before, taken })]
  })
  return [...types, of(null, rows, { before: sum([...previous.values()], (one) => one), taken: promised })]
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0)
}
