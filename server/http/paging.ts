import { Problem } from '../../shared/problem'

/**
 * Returns one page of a list. The cursor is opaque to the caller; it contains the offset.
 *
 * @param load reads at most `limit` items from `offset` on. It gets the page's limit plus one, to see whether
 *   more follow
 */
export async function page<Item>(
  query: { cursor?: string | undefined; limit: number },
  load: (limit: number, offset: number) => Promise<Item[]>,
): Promise<{ items: Item[]; nextCursor?: string }> {
  const offset = query.cursor === undefined ? 0 : offsetOf(query.cursor)
  const items = await load(query.limit + 1, offset)
  if (items.length <= query.limit) return { items }
  return { items: items.slice(0, query.limit), nextCursor: cursorOf(offset + query.limit) }
}

function cursorOf(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url')
}

function offsetOf(cursor: string): number {
  const match = /^o(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  if (!match) {
    throw new Problem(
      'VALIDATION_FAILED',
      'The cursor is not one of ours. Start the list again without it.',
      {
        errors: [{ path: 'cursor', message: 'is not a cursor' }],
      },
    )
  }
  return Number(match[1])
}
