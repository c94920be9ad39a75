import type { ContentOwnerView } from '../../shared/contract/catalog'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { ContentOwner } from './catalog.entities'
import { differences, type Editor, recordCatalogueChanges } from './catalogue-history'
import { putEntry } from './put-entry'
import { retire, retirements } from './retirement'

/**
 * @param editor absent: the set-up, whose changes have no history
 * @throws Problem VERSION_CONFLICT, STATUS_CONFLICT for a merged owner that would be for sale again
 */
export async function putContentOwner(
  tx: Transaction,
  code: string,
  body: { name: string; retired?: boolean | undefined; version?: number | undefined },
  editor?: Editor,
): Promise<ContentOwnerView> {
  const { name, version } = body
  const before = editor && (await tx.manager.findOneBy(ContentOwner, { code }))
  const owner = await putEntry(tx, ContentOwner, { code }, { code, name }, version, `Content owner ${code}`)
  await retire(tx, 'CONTENT_OWNER', code, body.retired, editor)
  if (editor) {
    const changes = differences('CONTENT_OWNER', code, before ?? undefined, owner, ['name'])
    await recordCatalogueChanges(tx, changes, editor)
  }
  return (await withRetirements(tx, [owner]))[0]!
}

export async function listContentOwners(tx: Transaction, stretch: Stretch): Promise<ContentOwnerView[]> {
  const { condition, values, end } = seek(tx, ['code'], stretch)
  const owners = await tx.rows<ContentOwner>(
    `SELECT code, name, version FROM content_owner WHERE ${condition} ${end}`,
    values,
  )
  return withRetirements(tx, owners)
}

async function withRetirements(
  tx: Transaction,
  owners: readonly ContentOwner[],
): Promise<ContentOwnerView[]> {
  const retired = await retirements(
    tx,
    'CONTENT_OWNER',
    owners.map(({ code }) => code),
  )
  return owners.map((owner) => ({ ...owner, ...retired.get(owner.code) }))
}
