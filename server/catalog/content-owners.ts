import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { putVersioned } from '../database/versions'
import { ContentOwner } from './catalog.entities'

export async function putContentOwner(
  tx: Transaction,
  code: string,
  body: { name: string; version?: number | undefined },
): Promise<ContentOwner> {
  const { name, version } = body
  return putVersioned(tx, ContentOwner, { code }, { code, name }, version, `Content owner ${code}`)
}

export async function listContentOwners(tx: Transaction, stretch: Stretch): Promise<ContentOwner[]> {
  const { condition, values, end } = seek(tx, ['code'], stretch)
  return tx.rows<ContentOwner>(
    `SELECT code, name, version FROM content_owner WHERE ${condition} ${end}`,
    values,
  )
}
