import type { MediaMixRow } from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import { inventorySums } from '../../shared/contract/inventory'
import type { Desk } from '../desk/desk'
import { partsOf } from '../desk/every-item'

/** Impressions of a content on the product's platforms, on the days of the flight that are still to come. */
export interface ContentRoom {
  forecast: number
  remaining: number
}

/** Loads what is left for contents in a row's flight; an over flight has nothing. */
export async function loadRooms(
  desk: Desk,
  { startDate, endDate }: MediaMixRow,
  { platforms }: ProductView,
  metaIds: readonly string[],
): Promise<Map<string, ContentRoom>> {
  const rooms = new Map<string, ContentRoom>()
  const today = desk.today()
  if (endDate < today || platforms.length === 0) {
    for (const metaId of metaIds) rooms.set(metaId, { forecast: 0, remaining: 0 })
    return rooms
  }
  const from = startDate < today ? today : startDate
  for (const part of partsOf([...metaIds], 10_000)) {
    const flight = { from, to: endDate, platforms: [...platforms], metaIds: part }
    const { flights } = await desk.api.call(inventorySums, { body: { flights: [flight] } })
    const { forecast, remaining } = flights[0]!
    part.forEach((metaId, i) => {
      rooms.set(metaId, { forecast: forecast[i]!, remaining: remaining[i]! })
    })
  }
  return rooms
}
