import { listContentOwners } from '../../shared/contract/catalog'
import { distribution, unitHistory } from '../../shared/contract/purchases'
import type { AnswerOf } from '../api/client'
import type { Desk } from '../desk/desk'
import { everyItem } from '../desk/every-item'

type Answered = AnswerOf<typeof unitHistory>['items'][number]

interface Planned {
  amount: number
  startDate: string
  endDate: string
}

/** The details that the service stores of a booking step; each step has some of them. */
export interface BookingDetails {
  before?: Planned
  after?: Planned
  expiresAt?: string
  variant?: string | null
  amount?: number
  impressions?: number
  taken?: number
  released?: number
  fromHold?: boolean
  /** E-mail of who approved what is beyond the house's limits. */
  approvedBy?: string
}

export type BookingEvent = Omit<Answered, 'details'> & { details: BookingDetails }

/**
 * Loads the history of a row, newest first.
 *
 * @throws CallFailure
 */
export async function loadHistory(desk: Desk, unitId: string): Promise<BookingEvent[]> {
  const events: Answered[] = []
  let cursor: string | undefined
  do {
    const page = await desk.api.call(unitHistory, { params: { id: unitId }, query: { cursor } })
    events.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return events.map((event) => ({ ...event, details: (event.details ?? {}) as BookingDetails })).reverse()
}

export type Distribution = AnswerOf<typeof distribution> & {
  /** Owner names by code. */
  owners: ReadonlyMap<string, string>
}

/**
 * Loads how a booked row was divided: every number with its rule and exact share.
 *
 * @throws CallFailure
 */
export async function loadDistribution(desk: Desk, unitId: string): Promise<Distribution> {
  const [tree, owners] = await Promise.all([
    desk.api.call(distribution, { params: { id: unitId } }),
    everyItem<{ code: string; name: string }>(desk.api, listContentOwners),
  ])
  return { ...tree, owners: new Map(owners.map(({ code, name }) => [code, name])) }
}
