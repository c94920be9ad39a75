import { Problem } from '../../shared/problem'
import type { Key, Stretch } from '../database/keyset'

/**
 * Returns one page of a list. The cursor is opaque to the caller; it contains the key of the page's last item, so what is
 * added or deleted before it moves nothing.
 *
 * @param keys the fields whose values are an item's key in the order of the list
 * @param load reads a stretch of the list. It gets the page's limit plus one, to see whether more follow
 */
export async function page<Item>(
  query: { cursor?: string | undefined; limit: number },
  keys: readonly (keyof Item)[],
  load: (stretch: Stretch) => Promise<Item[]>,
): Promise<{ items: Item[]; nextCursor?: string }> {
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor, keys.length)
  const items = await load({ limit: query.limit + 1, after })
  if (items.length <= query.limit) return { items }
  const last = items[query.limit - 1]!
  return {
    items: items.slice(0, query.limit),
    nextCursor: Buffer.from(JSON.stringify(keys.map((key) => last[key]))).toString('base64url'),
  }
}

function keyOf(cursor: string, parts: number): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isPart = (part: unknown) => typeof part === 'string' || Number.isSafeInteger(part)
    if (Array.isArray(key) && key.length === parts && key.every(isPart)) return key
  } catch {
    // It is not JSON.
  }
  throw new Problem(
    'VALIDATION_FAILED',
    'The cursor is not one of this list. Start the list again without it.',
    {
      errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
    },
  )
}
