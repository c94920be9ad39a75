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

/** A long list in parts of at most `size`, for calls that take many things at once. */
export function partsOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
