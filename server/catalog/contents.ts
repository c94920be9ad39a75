import { In } from 'typeorm'
import type { ContentBody, ContentView } from '../../shared/contract/catalog'
import type { ContentType } from '../../shared/contract/primitives'
import { groupBy } from '../../shared/group-by'
import { RANDOM_POOL } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { textSearch } from '../../shared/text-search'
import { inBatches } from '../database/batches'
import type { Reading, SqlValue, Transaction } from '../database/database'
import { matching, type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { Content, ContentOwner, ContentPlatformWeight, TargetingGroupMember } from './catalog.entities'
import { differences, type Editor, recordCatalogueChanges } from './catalogue-history'
import { requirePlatforms } from './platforms'
import { putEntry } from './put-entry'
import { retire, retirements } from './retirement'

/**
 * @throws Problem UNKNOWN_REFERENCE for an unknown owner or platform, VALIDATION_FAILED for the reserved
 *   RANDOM, IN_USE for a member of a targeting group that would become RANDOM, STATUS_CONFLICT for a merged one
 *   that would be for sale again
 * @param editor absent: the set-up, whose changes have no history
 */
export async function putContent(
  tx: Transaction,
  metaId: string,
  body: ContentBody,
  editor?: Editor,
): Promise<ContentView> {
  if (metaId === RANDOM_POOL && body.type !== 'RANDOM') {
    throw new Problem(
      'VALIDATION_FAILED',
      `${RANDOM_POOL} is reserved for the pooled RANDOM inventory. Use another metaId.`,
    )
  }
  if (body.owner && body.type === 'RANDOM') {
    throw new Problem('VALIDATION_FAILED', 'A RANDOM content has no owner. Leave `owner` out.')
  }
  if (body.owner && !(await tx.manager.existsBy(ContentOwner, { code: body.owner }))) {
    throw new Problem(
      'UNKNOWN_REFERENCE',
      `Unknown content owner: ${body.owner}. Create it with PUT /api/v1/content-owners/{code} or name another.`,
      { unknown: [body.owner] },
    )
  }
  if (body.type === 'RANDOM') await requireNotInGroups(tx, metaId)
  const before = editor && (await contentsOf(tx, [metaId]))[0]
  await requirePlatforms(tx, body.platformWeights?.map(({ platform }) => platform) ?? [])
  await putEntry(
    tx,
    Content,
    { metaId },
    {
      metaId,
      type: body.type,
      name: body.name,
      broadcaster: body.broadcaster ?? null,
      owner: body.owner ?? null,
      needsReview: false,
    },
    body.version,
    `Content ${metaId}`,
  )
  await tx.manager.delete(ContentPlatformWeight, { metaId })
  const weights = body.platformWeights ?? []
  if (weights.length > 0) {
    await tx.manager.insert(
      ContentPlatformWeight,
      weights.map((entry) => ({ metaId, ...entry })),
    )
  }
  await retire(tx, 'CONTENT', metaId, body.retired, editor)
  const [after] = await contentsOf(tx, [metaId])
  if (editor) {
    await recordCatalogueChanges(
      tx,
      differences('CONTENT', metaId, before, after!, [
        'type',
        'name',
        'broadcaster',
        'owner',
        'platformWeights',
      ]),
      editor,
    )
  }
  return after!
}

/** A targeting group must not contain RANDOM contents, because they can't be targeted one by one. */
async function requireNotInGroups(tx: Transaction, metaId: string): Promise<void> {
  const groups = await tx.manager.find(TargetingGroupMember, { where: { metaId }, take: 10 })
  if (groups.length === 0) return
  const codes = groups.map(({ groupCode }) => groupCode)
  throw new Problem(
    'IN_USE',
    `${metaId} is in the targeting groups ${codes.join(', ')}; a RANDOM content can't be. Take it out of them first.`,
    { groups: codes },
  )
}

/**
 * Marks contents that a vendor's file brought as reviewed, without other changes.
 *
 * @throws Problem UNKNOWN_REFERENCE; then no content is marked
 */
export async function reviewContents(
  tx: Transaction,
  metaIds: readonly string[],
): Promise<{ reviewed: number; alreadyReviewed: number }> {
  const contents = await requireContents(tx, metaIds)
  const open = contents.filter(({ needsReview }) => needsReview).map(({ metaId }) => metaId)
  if (open.length > 0) {
    await tx.run(
      `UPDATE content SET needs_review = ?, version = version + 1 WHERE needs_review = ? AND meta_id IN (${placeholders(open)})`,
      [0, 1, ...open],
    )
  }
  return { reviewed: open.length, alreadyReviewed: contents.length - open.length }
}

export interface ContentFilter {
  type?: ContentType | undefined
  broadcaster?: string | undefined
  /** Part of a name or metaId. */
  q?: string | undefined
  /** True: only contents from a vendor's file that are not reviewed yet. False: only the others. */
  needsReview?: boolean | undefined
  /** True: only contents that are no longer for sale, or whose owner is. False: only the others. */
  retired?: boolean | undefined
}

export async function listContents(
  tx: Transaction,
  filter: ContentFilter,
  stretch: Stretch,
): Promise<ContentView[]> {
  const where: string[] = []
  const filtered: SqlValue[] = []
  if (filter.type) {
    where.push('type = ?')
    filtered.push(filter.type)
  }
  if (filter.broadcaster) {
    where.push('broadcaster = ?')
    filtered.push(filter.broadcaster)
  }
  if (filter.needsReview !== undefined) {
    where.push('needs_review = ?')
    filtered.push(filter.needsReview ? 1 : 0)
  }
  if (filter.retired !== undefined) where.push(`${filter.retired ? '' : 'NOT '}${IS_RETIRED}`)
  const load = (some: Stretch) => {
    const { condition, values, end } = seek(tx, ['meta_id'], some)
    return tx.rows<{ metaId: string; name: string }>(
      `SELECT meta_id AS metaId, name FROM content WHERE ${[...where, condition].join(' AND ')} ${end}`,
      [...filtered, ...values],
    )
  }
  const search = filter.q ? textSearch(filter.q) : undefined
  const page = search
    ? await matching(
        ({ metaId, name }) => search(name, metaId),
        ({ metaId }) => [metaId],
        stretch,
        load,
      )
    : await load(stretch)
  return contentsOf(
    tx,
    page.map(({ metaId }) => metaId),
  )
}

/** Whether a row of `content` is no longer for sale. */
const IS_RETIRED = `EXISTS (SELECT 1 FROM retirement r
  WHERE (r.kind = 'CONTENT' AND r.code = content.meta_id)
    OR (r.kind = 'CONTENT_OWNER' AND r.code = content.owner AND r.merged_into IS NULL))`

/** The broadcasters of programs, those with the most programs first. */
export async function broadcasters(tx: Transaction): Promise<{ broadcaster: string; programs: number }[]> {
  return tx.rows(
    `SELECT broadcaster, COUNT(*) AS programs FROM content WHERE type = 'PROGRAM' AND broadcaster IS NOT NULL
     GROUP BY broadcaster ORDER BY programs DESC, broadcaster`,
  )
}

/** The contents with these metaIds that exist, in order of metaId. */
export async function contentsOf(tx: Transaction, metaIds: readonly string[]): Promise<ContentView[]> {
  const contents = await inBatches(metaIds, (some) => tx.manager.findBy(Content, { metaId: In(some) }))
  const weights = await inBatches(metaIds, (some) =>
    tx.manager.find(ContentPlatformWeight, { where: { metaId: In(some) }, order: { platform: 'ASC' } }),
  )
  contents.sort((a, b) => (a.metaId < b.metaId ? -1 : 1))
  const byContent = groupBy(weights, ({ metaId }) => metaId)
  const retired = await retirements(tx, 'CONTENT', metaIds)
  return contents.map((content) => ({
    ...content,
    needsReview: Boolean(content.needsReview),
    ...retired.get(content.metaId),
    platformWeights: (byContent.get(content.metaId) ?? []).map(({ platform, weight }) => ({
      platform,
      weight,
    })),
  }))
}

/** The contents with these names. */
export async function metaIdsNamed(tx: Transaction, names: readonly string[]): Promise<string[]> {
  const found = await inBatches([...new Set(names)], (some) =>
    tx.rows<{ metaId: string }>(
      `SELECT meta_id AS metaId FROM content WHERE name IN (${placeholders(some)})`,
      some,
    ),
  )
  return found.map(({ metaId }) => metaId)
}

/** The fields of a content that targeting needs. */
export type TargetedContent = Pick<Content, 'metaId' | 'type' | 'owner' | 'needsReview'> & {
  /** It, or its owner, is no longer for sale. */
  retired: boolean
}

/** The contents with these metaIds that are in the catalogue, with the fields that targeting needs. */
export async function targetedContents(tx: Reading, metaIds: readonly string[]): Promise<TargetedContent[]> {
  const contents = await inBatches(metaIds, (some) =>
    tx.rows<Omit<TargetedContent, 'retired'> & { retired: number }>(
      `SELECT c.meta_id AS metaId, c.type AS type, COALESCE(o.merged_into, c.owner) AS owner,
              c.needs_review AS needsReview,
              CASE WHEN r.code IS NOT NULL OR (o.code IS NOT NULL AND o.merged_into IS NULL) THEN 1 ELSE 0 END AS retired
       FROM content c LEFT JOIN retirement r ON r.kind = 'CONTENT' AND r.code = c.meta_id
       LEFT JOIN retirement o ON o.kind = 'CONTENT_OWNER' AND o.code = c.owner
       WHERE c.meta_id IN (${placeholders(some)})`,
      some,
    ),
  )
  return contents.map((content) => ({ ...content, retired: content.retired === 1 }))
}

/** @throws Problem UNKNOWN_REFERENCE, which names the contents that are not in the catalogue */
export async function requireContents(tx: Reading, metaIds: readonly string[]): Promise<TargetedContent[]> {
  const wanted = [...new Set(metaIds)]
  const known = await targetedContents(tx, wanted)
  requireKnown(wanted, new Set(known.map(({ metaId }) => metaId)))
  return known
}

/** @throws Problem UNKNOWN_REFERENCE, which names the contents that are not known */
export function requireKnown(metaIds: readonly string[], known: { has(metaId: string): boolean }): void {
  const unknown = metaIds.filter((metaId) => !known.has(metaId))
  if (unknown.length === 0) return
  throw new Problem(
    'UNKNOWN_REFERENCE',
    `Unknown content: ${unknown.slice(0, 20).join(', ')}${unknown.length > 20 ? ' …' : ''}. Take metaIds from GET /api/v1/contents.`,
    { unknown: unknown.slice(0, 200) },
  )
}
