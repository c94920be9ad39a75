import type { Transaction } from '../database/database'
import { nextVersion } from '../database/versions'
import { ContentOwner } from './catalog.entities'

export async function putContentOwner(
  tx: Transaction,
  code: string,
  body: { name: string; version?: number | undefined },
): Promise<ContentOwner> {
  const known = await tx.manager.findOneBy(ContentOwner, { code })
  const owner: ContentOwner = {
    code,
    name: body.name,
    version: nextVersion(known?.version, body.version, `Content owner ${code}`),
  }
  await tx.manager.save(ContentOwner, owner)
  return owner
}

export async function listContentOwners(
  tx: Transaction,
  limit: number,
  offset: number,
): Promise<ContentOwner[]> {
  return tx.manager.find(ContentOwner, { order: { code: 'ASC' }, take: limit, skip: offset })
}
