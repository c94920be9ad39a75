import type { ContentType } from '../../shared/contract/primitives'
import { cleanKey } from '../../shared/keys'
import type { Transaction } from '../database/database'
import type { ForecastRow } from './forecast-row'
import { detached } from './remember'

/** A file with more new contents has probably mixed up its columns, and no operator would review so many. */
const MAX_NEW_CONTENTS = 100_000

interface VendorContent {
  metaId: string
  type: ContentType
  name: string | null
  broadcaster: string | null
  owner: string | null
}

/**
 * The known contents, and those that a file adds. A metaId has one type, the same for every part. The name,
 * broadcaster and owner of a new content may come from any row, as long as nobody has changed or reviewed the
 * content.
 */
export class VendorContents {
  private readonly types = new Map<string, ContentType>()
  /** Contents that a file added and that nobody has changed since. Rows fill in their missing fields. */
  private readonly untouched = new Map<string, VendorContent>()
  private changed = new Set<VendorContent>()
  /** The metaIds that were stored before keys were cleaned, by their clean form. */
  private readonly unclean = new Map<string, string>()
  private added = 0
  private addedLately = 0

  private constructor() {}

  static async load(tx: Transaction): Promise<VendorContents> {
    const contents = new VendorContents()
    const known = await tx.rows<{ metaId: string; type: ContentType }>(
      'SELECT meta_id AS metaId, type FROM content',
    )
    for (const { metaId, type } of known) contents.types.set(metaId, type)
    for (const { metaId } of known) {
      const clean = cleanKey(metaId)
      if (clean !== metaId && !contents.types.has(clean)) contents.unclean.set(clean, metaId)
    }
    const untouched = await tx.rows<VendorContent>(
      `SELECT meta_id AS metaId, type, name, broadcaster, owner FROM content WHERE needs_review = 1 AND version = 1
       AND (name = meta_id OR broadcaster IS NULL OR owner IS NULL)`,
    )
    for (const content of untouched) {
      const name = content.name === content.metaId ? null : content.name
      contents.untouched.set(content.metaId, { ...content, name })
    }
    return contents
  }

  /**
   * Checks the row's content, and gives the row the metaId under which the content is stored.
   *
   * @returns the reason why the row can't be accepted, or undefined
   */
  admit(row: ForecastRow, type: ContentType): string | undefined {
    row.metaId = this.unclean.get(row.metaId) ?? row.metaId
    const known = this.types.get(row.metaId)
    if (known === undefined) {
      if (this.added >= MAX_NEW_CONTENTS)
        return `is new, and the file has brought ${MAX_NEW_CONTENTS.toLocaleString('en')} new ones already: look at its columns`
      const { metaId } = row
      this.types.set(metaId, type)
      this.added++
      this.addedLately++
      const content = { metaId, type, name: null, broadcaster: null, owner: null }
      this.untouched.set(metaId, content)
      this.changed.add(content)
    } else if (known !== type) return `is a ${known}, but part ${row.part} brings ${type}`
    if (row.name || row.broadcaster || row.owner) this.describe(row)
    return undefined
  }

  /** Returns the contents to create or to fill in since the last call, and how many of them are new. */
  takeChanged(): { contents: VendorContent[]; added: number } {
    const taken = { contents: [...this.changed], added: this.addedLately }
    this.changed = new Set()
    this.addedLately = 0
    return taken
  }

  private describe(row: ForecastRow): void {
    const content = this.untouched.get(row.metaId)
    if (!content) return
    for (const field of ['name', 'broadcaster', 'owner'] as const) {
      const said = row[field]
      if (said === null || content[field] !== null || (field === 'owner' && content.type === 'RANDOM'))
        continue
      content[field] = detached(said)
      this.changed.add(content)
    }
  }
}

/** Creates contents, marked for review, and their owners. Fills in contents that nobody has changed. */
export async function saveContents(tx: Transaction, contents: readonly VendorContent[]): Promise<void> {
  if (contents.length === 0) return
  const owners = [...new Set(contents.flatMap(({ owner }) => owner ?? []))].sort()
  await tx.upsert(
    { table: 'content_owner', columns: ['code', 'name', 'version'], key: ['code'], update: {} },
    owners.map((code) => [code, code, 1]),
  )
  const fill = (column: string) =>
    `CASE WHEN content.needs_review = 1 AND content.version = 1 THEN ${tx.dialect.incoming(column)} ELSE content.${column} END`
  await tx.upsert(
    {
      table: 'content',
      columns: ['meta_id', 'type', 'name', 'broadcaster', 'owner', 'needs_review', 'version'],
      key: ['meta_id'],
      update: { name: fill('name'), broadcaster: fill('broadcaster'), owner: fill('owner') },
    },
    contents.map(({ metaId, type, name, broadcaster, owner }) => [
      metaId,
      type,
      name ?? metaId,
      broadcaster,
      owner,
      1,
      1,
    ]),
  )
}
