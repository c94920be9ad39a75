import type { ContentType } from '../../shared/contract/primitives'
import { groupBy } from '../../shared/group-by'
import type { Transaction } from '../database/database'
import { Part, PartPlatform } from './catalog.entities'
import { differences, type Editor, recordCatalogueChanges } from './catalogue-history'
import { platformsInOrder, requirePlatforms } from './platforms'
import { putEntry } from './put-entry'

export interface PartView {
  code: string
  type: ContentType
  /** In display order. */
  platforms: string[]
  version: number
}

/**
 * @param editor absent: the set-up, whose changes have no history
 * @throws Problem UNKNOWN_REFERENCE for an unknown platform, VERSION_CONFLICT
 */
export async function putPart(
  tx: Transaction,
  code: string,
  body: { type: ContentType; platforms: readonly string[]; version?: number | undefined },
  editor?: Editor,
): Promise<PartView> {
  await requirePlatforms(tx, body.platforms)
  const known = editor && (await tx.findLocked(Part, { code }))
  const before = known && (await partNamed(tx, code))
  await putEntry(tx, Part, { code }, { code, type: body.type }, body.version, `Part ${code}`)
  await tx.manager.delete(PartPlatform, { part: code })
  await tx.manager.insert(
    PartPlatform,
    body.platforms.map((platform) => ({ part: code, platform })),
  )
  const after = (await partNamed(tx, code))!
  if (editor)
    await recordCatalogueChanges(
      tx,
      differences('PART', code, before ?? undefined, after, ['type', 'platforms']),
      editor,
    )
  return after
}

async function partNamed(tx: Transaction, code: string): Promise<PartView | undefined> {
  return (await parts(tx)).find((part) => part.code === code)
}

/** All parts in order of code, each with the catalogue's platforms that it feeds, in display order. */
export async function parts(tx: Transaction): Promise<PartView[]> {
  const all = await tx.manager.find(Part)
  const feeds = groupBy(await tx.manager.find(PartPlatform), ({ part }) => part)
  const order = (await platformsInOrder(tx)).map(({ code }) => code)
  return all
    .map((part) => {
      const fed = new Set((feeds.get(part.code) ?? []).map(({ platform }) => platform))
      return { ...part, platforms: order.filter((platform) => fed.has(platform)) }
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}
