import { cleanKey } from '../../shared/keys'
import type { Transaction } from '../database/database'

const KEYS = [
  ['content', 'meta_id'],
  ['content_owner', 'code'],
  ['part', 'code'],
  ['platform', 'code'],
  ['product', 'code'],
  ['targeting_group', 'code'],
] as const

/**
 * Keys that are stored in another form than the one in which files and calls find them: in decomposed Hangul, or with
 * invisible marks. Nothing finds them by name any more. A migration has renamed all that it could; these look the same
 * as another key.
 */
export async function uncleanKeys(tx: Transaction): Promise<string[]> {
  const found: string[] = []
  for (const [table, column] of KEYS) {
    const rows = await tx.rows<{ name: string }>(`SELECT ${column} AS name FROM ${table} ORDER BY name`)
    const unclean = rows.filter(({ name }) => name !== cleanKey(name))
    found.push(...unclean.map(({ name }) => `${table} ${JSON.stringify(name)} (${escaped(name)})`))
  }
  return found
}

/** The code points of a key, which show what nobody sees. */
function escaped(name: string): string {
  return [...name].map((sign) => sign.codePointAt(0)!.toString(16).padStart(4, '0')).join(' ')
}
