import type { MediaMixRow } from '../../shared/contract/campaigns'
import type { LiveEvent } from '../../shared/contract/events'
import type { LiveChange } from '../desk/state/live'

/** How many changes are kept for the planner to look back on. */
const KEPT = 20

/**
 * The changes that a planner sees for some events: the last booking step and the last publish status of each
 * row, and that somebody else changed the plan. Changes that only follow from a step aren't listed again.
 *
 * @param known the revision that the pane had before
 */
export function toldOf(events: readonly LiveEvent[], known: number): LiveChange[] {
  const told = new Map<string, LiveChange>()
  const put = (key: string, change: LiveChange) => {
    told.delete(key)
    told.set(key, change)
  }
  let others: LiveEvent | undefined
  for (const event of events) {
    const { id, at, unitId } = event
    if (event.kind === 'unit.booking-status' && unitId !== null) {
      const { before, after } = event.data
      put(`booking ${unitId}`, { id, at, kind: 'booking', unitId, before, after })
    } else if (event.kind === 'unit.publish-status' && unitId !== null && event.data.after !== null) {
      const { before, after, counts } = event.data
      // The ads of a bought row are always requested: the booking step already shows that.
      if (before !== after && !(before === null && after === 'REQUESTED'))
        put(`publish ${unitId}`, { id, at, kind: 'publish', unitId, after, counts })
    } else if (event.kind === 'campaign.changed' && event.data.revision > known) {
      others = event
    }
  }
  if (others && told.size === 0) put('plan', { id: others.id, at: others.at, kind: 'plan' })
  return [...told.values()].reverse()
}

/** Adds new changes, the newest first. Of consecutive plan changes only the newest stays. */
export function withNews(changes: readonly LiveChange[], news: readonly LiveChange[]): readonly LiveChange[] {
  if (news.length === 0) return changes
  const [newest, ...older] = changes
  const repeated = news.at(-1)?.kind === 'plan' && newest?.kind === 'plan'
  return [...news, ...(repeated ? older : changes)].slice(0, KEPT)
}

/** The rows with their current publish status; the same array if nothing has changed. */
export function published(
  rows: readonly MediaMixRow[],
  events: readonly LiveEvent[],
): readonly MediaMixRow[] {
  const now = new Map(
    events.flatMap((event) =>
      event.kind === 'unit.publish-status' && event.unitId !== null
        ? [[event.unitId, event.data.after] as const]
        : [],
    ),
  )
  const isNew = ({ unitId, publishStatus }: MediaMixRow) =>
    now.has(unitId) && now.get(unitId) !== publishStatus
  if (!rows.some(isNew)) return rows
  return rows.map((row) => (isNew(row) ? { ...row, publishStatus: now.get(row.unitId) ?? null } : row))
}

/** Whether the events change more of the rows than their publish status. */
export function isPlanNews(
  { revision, rows }: { revision: number; rows: readonly MediaMixRow[] },
  events: readonly LiveEvent[],
): boolean {
  const versions = new Map(rows.map(({ unitId, version }) => [unitId, version]))
  return events.some((event) =>
    event.kind === 'campaign.changed'
      ? event.data.revision > revision
      : event.kind === 'unit.booking-status' && event.data.version > (versions.get(event.unitId ?? '') ?? 0),
  )
}
