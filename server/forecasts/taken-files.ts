import { createHash } from 'node:crypto'
import type { Month } from '../../shared/calendar'
import type {
  ForecastFileDetail,
  ForecastFileView,
  ForecastOutcome,
  Rejection,
} from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { Problem } from '../../shared/problem'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import type { JobContext } from '../jobs/job'
import { ForecastFileTaken, type ForecastRejection } from './forecast-file.entity'
import type { FileLine } from './rejections-csv'

/** Rows per statement: a run may have many rejections, and other writes must get their turn in between. */
const CLEARED_AT_ONCE = 20_000
const READ_AT_ONCE = 5000

export function hashOfParts(typeOfPart: ReadonlyMap<string, ContentType>): string {
  return createHash('sha256')
    .update(JSON.stringify([...typeOfPart].sort()))
    .digest('hex')
}

/**
 * The latest other run that has loaded the whole of the same file, when loading it again would change nothing:
 * it ran with the same parts, it refused no row (a catalogue that was mended may admit it now), it was complete if
 * this one is, and no other file has touched its parts in its months since.
 */
export async function stillValidRunOf(
  tx: Transaction,
  taken: Pick<ForecastFileTaken, 'hash' | 'partsHash' | 'runId' | 'complete'>,
): Promise<ForecastFileTaken | undefined> {
  const earlier = await earlierRunOf(tx, taken)
  if (!earlier || earlier.rejected > 0 || (taken.complete && !earlier.complete)) return undefined
  return (await wasTouchedSince(tx, earlier, taken.runId)) ? undefined : earlier
}

async function earlierRunOf(
  tx: Transaction,
  { hash, partsHash, runId }: Pick<ForecastFileTaken, 'hash' | 'partsHash' | 'runId'>,
): Promise<ForecastFileTaken | undefined> {
  const files = await tx.manager.find(ForecastFileTaken, { where: { hash, partsHash } })
  return files
    .filter((file) => file.takenAt !== null && file.sameAs === null && file.runId !== runId)
    .sort((a, b) => (a.takenAt! < b.takenAt! ? 1 : -1))[0]
}

const PARTS_AND_MONTHS =
  "JSON_EXTRACT(outcome, '$.parts') AS parts, JSON_EXTRACT(outcome, '$.months') AS months"

/** A run that began before may have written until later; no run takes so long. */
const LONGEST_RUN_MS = 24 * 60 * 60 * 1000

async function wasTouchedSince(
  tx: Transaction,
  { runId, createdAt, outcome }: ForecastFileTaken,
  ownRunId: string,
): Promise<boolean> {
  const since = new Date(Date.parse(createdAt) - LONGEST_RUN_MS).toISOString()
  const others = await tx.rows<{ parts: unknown; months: unknown }>(
    `SELECT ${PARTS_AND_MONTHS} FROM forecast_file
     WHERE created_at >= ? AND (taken_at IS NULL OR taken_at >= ?) AND same_as IS NULL AND run_id NOT IN (?, ?)`,
    [since, createdAt, runId, ownRunId],
  )
  const { parts, months } = outcome as ForecastOutcome
  return others.some((other) => overlap(other.parts, parts) && overlap(other.months, months))
}

/** @param found a JSON list; there is none when the run has written no row yet, or an earlier version of the service ran it */
function overlap(found: unknown, wanted: readonly string[] | undefined): boolean {
  const list = listOf(found)
  return !list || !wanted || list.some((one) => wanted.includes(one))
}

function listOf(found: unknown): string[] | undefined {
  const list: unknown = typeof found === 'string' ? JSON.parse(found) : found
  return Array.isArray(list) ? list : undefined
}

/**
 * The files that broke off after they had written rows of a month: by part, the name of the newest one. A file
 * counts no longer once a later one with rows of the part and month was loaded to its end.
 */
export async function brokenFiles(tx: Transaction, month: Month): Promise<Map<string, string>> {
  const files = await tx.rows<{ name: string; takenAt: string | null; parts: unknown; months: unknown }>(
    `SELECT name, taken_at AS takenAt, ${PARTS_AND_MONTHS} FROM forecast_file
     WHERE same_as IS NULL AND outcome IS NOT NULL AND created_at >= (
       SELECT MIN(created_at) FROM forecast_file WHERE taken_at IS NULL AND same_as IS NULL AND outcome IS NOT NULL)
     ORDER BY created_at, run_id`,
  )
  const broken = new Map<string, string>()
  for (const { name, takenAt, parts, months } of files) {
    if (!listOf(months)?.includes(month)) continue
    for (const part of listOf(parts) ?? []) {
      if (takenAt === null) broken.set(part, name)
      else broken.delete(part)
    }
  }
  return broken
}

/** Replaces the records of an attempt that died; only the count of contents that it created stays. */
export async function beginFile(
  { runId, write, signal }: JobContext,
  file: Omit<
    ForecastFileTaken,
    'accepted' | 'rejected' | 'duplicates' | 'newContents' | 'withdrawn' | 'outcome' | 'takenAt'
  >,
): Promise<void> {
  for (let cleared = CLEARED_AT_ONCE; cleared === CLEARED_AT_ONCE; ) {
    signal.throwIfAborted()
    cleared = await write(async (tx) => {
      const last = await tx.rows<{ position: number }>(
        'SELECT position FROM forecast_rejection WHERE run_id = ? ORDER BY position DESC LIMIT 1',
        [runId],
      )
      const from = (last[0]?.position ?? -1) - CLEARED_AT_ONCE + 1
      return tx.run('DELETE FROM forecast_rejection WHERE run_id = ? AND position >= ?', [runId, from])
    })
  }
  await write(async (tx) => {
    const begun = await tx.manager.findOneBy(ForecastFileTaken, { runId })
    const counts = {
      accepted: 0,
      rejected: 0,
      duplicates: 0,
      newContents: begun?.newContents ?? 0,
      withdrawn: 0,
    }
    await tx.manager.save(ForecastFileTaken, { ...file, ...counts, outcome: null, takenAt: null })
  })
}

/** @param first how many lines the run has already */
export async function addLines(
  tx: Transaction,
  runId: string,
  first: number,
  lines: readonly FileLine[],
): Promise<void> {
  await tx.insert(
    'forecast_rejection',
    ['run_id', 'position', 'line', 'column_name', 'value', 'reason', 'taken'],
    lines.map(({ line, column, value, reason, taken }, i) => [
      runId,
      first + i,
      line,
      column,
      value,
      reason.slice(0, 500),
      taken ? 1 : 0,
    ]),
  )
}

/** Files that were loaded or are being loaded, the newest first. */
export async function listFiles(tx: Transaction, stretch: Stretch): Promise<ForecastFileView[]> {
  const { condition, values, end } = seek(tx, ['f.created_at', 'f.run_id'], stretch, 'DESC')
  return files(tx, `${condition} ${end}`, values)
}

/**
 * A file with what came of it. One that had been loaded before has the outcome of that time, and the run it is from.
 *
 * @throws Problem NOT_FOUND
 */
export async function fileWithOutcome(tx: Transaction, runId: string): Promise<ForecastFileDetail> {
  const [file] = await files(tx, 'f.run_id = ?', [runId])
  if (!file) throw noSuchFile()
  const taken = await tx.manager.findOneBy(ForecastFileTaken, { runId: file.sameAs ?? runId })
  const outcome = taken?.takenAt ? (taken.outcome as ForecastOutcome) : null
  if (!outcome || file.sameAs === null) return { ...file, outcome }
  return { ...file, outcome: { ...outcome, alreadyTaken: { runId: file.sameAs, at: taken!.takenAt! } } }
}

async function files(
  tx: Transaction,
  where: string,
  values: readonly SqlValue[],
): Promise<ForecastFileView[]> {
  const found = await tx.rows<
    Omit<ForecastFileView, 'status'> & { status: ForecastFileView['status'] | null }
  >(
    `SELECT f.run_id AS runId, f.name, f.hash, f.size, f.source, a.email AS actor, f.encoding, f.sheet, f.accepted, f.rejected,
       f.duplicates, f.new_contents AS newContents, f.complete, f.withdrawn, f.same_as AS sameAs, f.created_at AS createdAt,
       f.taken_at AS takenAt, r.status
     FROM forecast_file f LEFT JOIN job_run r ON r.id = f.run_id LEFT JOIN account a ON a.id = f.actor
     WHERE ${where}`,
    values,
  )
  return found.map((file) => ({
    ...file,
    complete: Boolean(file.complete),
    // The file's run may have been deleted already.
    status: file.status ?? (file.takenAt === null ? 'FAILED' : 'SUCCEEDED'),
  }))
}

/**
 * Every rejected row of a run and the remarks on those that were taken, in the order of the file. If an earlier
 * run had loaded the same file, those of that run.
 *
 * @throws Problem NOT_FOUND, before it returns the generator
 */
export async function rejectionsOf(database: Database, runId: string): Promise<AsyncGenerator<FileLine[]>> {
  const file = await database.read((tx) => requireFile(tx, runId))
  return pagesOf(database, file.sameAs ?? runId)
}

/** @throws Problem NOT_FOUND */
export async function requireFile(tx: Transaction, runId: string): Promise<ForecastFileTaken> {
  const file = await tx.manager.findOneBy(ForecastFileTaken, { runId })
  if (!file) throw noSuchFile()
  return file
}

function noSuchFile(): Problem {
  return new Problem('NOT_FOUND', 'No forecast file was taken by such a run.')
}

async function* pagesOf(database: Database, runId: string): AsyncGenerator<FileLine[]> {
  for (let next = 0; ; ) {
    const rows = await database.read((tx) =>
      tx.rows<ForecastRejection & Rejection>(
        `SELECT position, line, column_name AS \`column\`, value, reason, taken FROM forecast_rejection
         WHERE run_id = ? AND position >= ? ORDER BY position LIMIT ${READ_AT_ONCE}`,
        [runId, next],
      ),
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => ({ ...row, taken: Boolean(row.taken) }))
    next = last.position + 1
  }
}
