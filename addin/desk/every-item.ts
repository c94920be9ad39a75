import type { Endpoint } from '../../shared/contract/endpoint'
import type { ApiClient, Input } from '../api/client'

/** Loads all items of a list, page by page. */
export async function everyItem<T>(
  api: ApiClient,
  endpoint: Endpoint,
  query: Record<string, unknown> = {},
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const input = { query: { ...query, cursor } } as unknown as Input<Endpoint>
    const page = (await api.call(endpoint, input)) as unknown as { items: T[]; nextCursor?: string }
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return items
}

/** Runs `act` for each item, `atATime` in parallel, started in order. */
export async function eachOf<T>(
  items: readonly T[],
  atATime: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values()
  await Promise.all(
    Array.from({ length: Math.min(atATime, items.length) }, async () => {
      for (const item of waiting) await act(item)
    }),
  )
}
