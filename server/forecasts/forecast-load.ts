import { rm, stat } from 'node:fs/promises'
import { monthOf } from '../../shared/calendar'
import type { Rejection } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { parts } from '../catalog/parts'
import type { Database, Transaction } from '../database/database'
import type { Job, JobContext } from '../jobs/job'
import { readForecastFile } from './forecast-file'
import { type ForecastRow, readRow } from './forecast-row'

export const FORECAST_LOAD = 'forecast-load'

/** Rows a transaction: long enough to be quick, short enough to let others in between. */
const CHUNK_ROWS = 4000
const SHOWN_REJECTIONS = 100

export interface ForecastLoadInput {
  /** The uploaded file; removed when it has been read. */
  path: string
  keep?: boolean
}

export interface ForecastLoadResult {
  accepted: number
  rejected: number
  /** The first hundred. */
  rejections: Rejection[]
  /** Contents that the file brought, to be looked at. */
  newContents: number
  /** Months that the accepted rows lie in. */
  months: string[]
}

/** Takes a vendor's file: every row is upserted or refused with its reason. */
export function forecastLoad(database: Database): Job {
  return {
    name: FORECAST_LOAD,
    monthly: false,
    async run(context) {
      const { path, keep } = context.input as ForecastLoadInput
      try {
        return await load(database, path, context)
      } finally {
        if (!keep) await rm(path, { force: true })
      }
    },
  }
}

async function load(
  database: Database,
  path: string,
  { progress, signal }: JobContext,
): Promise<ForecastLoadResult> {
  const { size } = await stat(path)
  const typeOfPart = new Map(
    await database.read(async (tx) => (await parts(tx)).map((part) => [part.code, part.type] as const)),
  )
  const contents = new KnownContents(
    await database.read((tx) =>
      tx.rows<{ metaId: string; type: ContentType }>('SELECT meta_id AS metaId, type FROM content'),
    ),
  )
  const result: ForecastLoadResult = { accepted: 0, rejected: 0, rejections: [], newContents: 0, months: [] }
  const months = new Set<string>()
  const reject = (rejection: Rejection) => {
    result.rejected++
    if (result.rejections.length < SHOWN_REJECTIONS) result.rejections.push(rejection)
  }
  let bytes = 0
  let chunk: ForecastRow[] = []
  const flush = async () => {
    signal.throwIfAborted()
    const rows = chunk
    chunk = []
    const created = contents.takeNew()
    await database.write(async (tx) => {
      await createContents(tx, created)
      await upsertRows(tx, rows)
    })
    result.accepted += rows.length
    result.newContents += created.length
    await progress(Math.min(bytes, size), size)
  }
  for await (const raw of readForecastFile(path, (read) => (bytes = read))) {
    if ('reason' in raw) {
      reject({ line: raw.line, column: '', value: raw.value, reason: raw.reason })
      continue
    }
    const read = readRow(raw, typeOfPart)
    if ('rejection' in read) {
      reject(read.rejection)
      continue
    }
    const { row } = read
    const mismatch = contents.admit(row, typeOfPart.get(row.part)!)
    if (mismatch) {
      reject({ line: row.line, column: 'metaId', value: row.metaId, reason: mismatch })
      continue
    }
    months.add(monthOf(row.date))
    chunk.push(row)
    if (chunk.length >= CHUNK_ROWS) await flush()
  }
  if (chunk.length > 0) await flush()
  await progress(size, size)
  return { ...result, months: [...months].sort() }
}

interface NewContent {
  metaId: string
  type: ContentType
  name: string
  broadcaster: string | null
  owner: string | null
}

/** Which contents there are, and which the file adds. A metaId has one type, whatever part brings it. */
class KnownContents {
  private readonly types: Map<string, ContentType>
  private added: NewContent[] = []

  constructor(known: readonly { metaId: string; type: ContentType }[]) {
    this.types = new Map(known.map(({ metaId, type }) => [metaId, type]))
  }

  /** @returns why the row can't be taken, or undefined */
  admit(row: ForecastRow, type: ContentType): string | undefined {
    const known = this.types.get(row.metaId)
    if (known === type) return undefined
    if (known !== undefined) return `is a ${known}, but part ${row.part} brings ${type}`
    this.types.set(row.metaId, type)
    this.added.push({
      metaId: row.metaId,
      type,
      name: row.name ?? row.metaId,
      broadcaster: row.broadcaster,
      owner: type === 'RANDOM' ? null : row.owner,
    })
    return undefined
  }

  takeNew(): NewContent[] {
    const added = this.added
    this.added = []
    return added
  }
}

async function createContents(tx: Transaction, contents: readonly NewContent[]): Promise<void> {
  if (contents.length === 0) return
  // Somebody may have created them since the file was begun: theirs stay.
  const owners = [...new Set(contents.flatMap(({ owner }) => owner ?? []))]
  const ownerSql = tx.dialect.insertIfAbsentSql('content_owner', ['code', 'name', 'version'])
  for (const code of owners) await tx.run(ownerSql, [code, code, 1])
  const contentSql = tx.dialect.insertIfAbsentSql('content', [
    'meta_id',
    'type',
    'name',
    'broadcaster',
    'owner',
    'needs_review',
    'version',
  ])
  for (const { metaId, type, name, broadcaster, owner } of contents) {
    await tx.run(contentSql, [metaId, type, name, broadcaster, owner, 1, 1])
  }
}

async function upsertRows(tx: Transaction, rows: readonly ForecastRow[]): Promise<void> {
  const { incoming } = tx.dialect
  await tx.upsert(
    {
      table: 'forecast_inventory',
      columns: ['date', 'part', 'meta_id', 'hour', 'forecast', 'actual'],
      key: ['date', 'part', 'meta_id', 'hour'],
      update: { forecast: incoming('forecast'), actual: incoming('actual') },
    },
    rows.map(({ date, part, metaId, hour, forecast, actual }) => [
      date,
      part,
      metaId,
      hour,
      forecast,
      actual,
    ]),
  )
}
