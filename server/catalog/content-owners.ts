import type { Transaction } from '../database/database'
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

export async function listContentOwners(
  tx: Transaction,
  limit: number,
  offset: number,
): Promise<ContentOwner[]> {
  return tx.manager.find(ContentOwner, { order: { code: 'ASC' }, take: limit, skip: offset })
}
