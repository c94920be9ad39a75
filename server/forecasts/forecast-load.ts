import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { monthOf } from '../../shared/calendar'
import type { ForecastOutcome, ForecastWarning, Rejection } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { Problem } from '../../shared/problem'
import { parts } from '../catalog/parts'
import type { Database, Transaction } from '../database/database'
import type { Job, JobContext } from '../jobs/job'
import type { FileRecord } from './csv-records'
import { FileChanges } from './file-changes'
import { localeOf } from './file-locale'
import { notWithdrawn, partOfDayWarnings, warningsOf, withdrawnWarning } from './file-warnings'
import { type ForecastFile, inspectForecastFile, openForecastFile } from './forecast-file'
import { ForecastFileTaken } from './forecast-file.entity'
import { type ForecastRow, rowNotes, rowReader } from './forecast-row'
import { DamagedFile } from './invalid-file'
import { INVENTORY_LANE } from './inventory-lane'
import type { FileLine } from './rejections-csv'
import { SeenHours } from './seen-hours'
import { addLines, beginFile, hashOfParts, stillValidRunOf } from './taken-files'
import { saveContents, VendorContents } from './vendor-contents'
import { countWithdrawn, withdrawMissing } from './withdrawal'

export const FORECAST_LOAD = 'forecast-load'

/** Rows that are sorted together: the more there are, the closer together in the table are a write's rows. */
const CHUNK_ROWS = 24_000
/** Rows per transaction: enough to be fast, and few enough that other writes get their turn in between. */
const WRITE_ROWS = 6_000
/**
 * Rows read per turn of the event loop. Between turns the writer can send its next statement, which runs
 * while more is read.
 */
const TURN_ROWS = 500
const SHOWN = 100
/** Limit on stored rejections: the first million are enough to show that a whole file is wrong. */
const MAX_STORED_REJECTIONS = 1_000_000
/** Limit on stored remarks on rows that were taken. They leave room for the rejections. */
const MAX_STORED_REMARKS = 100_000
const REPLACES = 'replaces an earlier row of the file with the same part, metaId, date and hour'

export interface ForecastLoadInput {
  /** Path of the file; the job removes it when the run has ended, unless `keep` is set. */
  path: string
  keep?: boolean
  /** The sender's name for it. */
  name?: string
  source?: ForecastFileTaken['source']
  /** The result of the inspection, if the file has been inspected already. */
  file?: ForecastFile
  /** Load it even if it was loaded before. */
  again?: boolean
  /** The file has everything for its parts and months: what it lacks is withdrawn. */
  complete?: boolean
}

/** How a file is compared with what earlier files have left. */
export interface ForecastSettings {
  /** A content is named when its forecast has become more than this many times as much, or as little. */
  jumpFactor: number
}

export type ForecastLoadResult = ForecastOutcome

/** The job that loads a vendor's file: it upserts every row, or refuses it with a reason. */
export function forecastLoad(database: Database, settings: ForecastSettings): Job {
  return {
    name: FORECAST_LOAD,
    monthly: false,
    retries: 3,
    lane: INVENTORY_LANE,
    run: (context) => takeForecastFile(database, context.input as ForecastLoadInput, context, settings),
    async cleanUp(input) {
      const { path, keep } = input as ForecastLoadInput
      if (!keep) await rm(path, { force: true })
    },
  }
}

/**
 * Loads a vendor's file.
 *
 * @returns the outcome; for a file that was loaded before, the earlier outcome, without any change
 * @throws Problem FORECAST_FILE_INVALID
 */
export async function takeForecastFile(
  database: Database,
  input: ForecastLoadInput,
  context: JobContext,
  settings: ForecastSettings,
): Promise<ForecastOutcome> {
  const { path, again = false, complete = false } = input
  const file = input.file ?? (await inspectForecastFile(path))
  const typeOfPart = new Map(
    await database.read(async (tx) => (await parts(tx)).map((part) => [part.code, part.type] as const)),
  )
  const taken = {
    runId: context.runId,
    name: (input.name ?? basename(path)).slice(0, 255),
    hash: file.hash,
    size: file.size,
    source: input.source ?? 'SERVICE',
    actor: context.actor,
    encoding: file.encoding,
    sheet: file.sheet,
    partsHash: hashOfParts(typeOfPart),
    complete,
    sameAs: null,
    createdAt: new Date().toISOString(),
  }
  const own = await database.read((tx) => tx.manager.findOneBy(ForecastFileTaken, { runId: context.runId }))
  // An earlier attempt of this run loaded the whole file, but died before it could report that.
  if (own?.takenAt && own.sameAs === null) return own.outcome as ForecastOutcome
  const earlier = again ? undefined : await database.read((tx) => stillValidRunOf(tx, taken))
  if (earlier) return repeat(context, taken, earlier)
  await beginFile(context, taken)
  const load = new Load(database, context, { typeOfPart, name: taken.name, file, complete, settings })
  const outcome = await load.run(path)
  await context.write((tx) =>
    tx.manager.update(
      ForecastFileTaken,
      { runId: context.runId },
      { ...countsOf(outcome), outcome: outcome as never, takenAt: new Date().toISOString() },
    ),
  )
  return outcome
}

async function repeat(
  context: JobContext,
  taken: Parameters<typeof beginFile>[1],
  earlier: ForecastFileTaken,
): Promise<ForecastOutcome> {
  const outcome = earlier.outcome as ForecastOutcome
  await beginFile(context, { ...taken, sameAs: earlier.runId })
  await context.write((tx) =>
    tx.manager.update(
      ForecastFileTaken,
      { runId: context.runId },
      { ...countsOf(outcome), newContents: 0, withdrawn: 0, takenAt: new Date().toISOString() },
    ),
  )
  return { ...outcome, alreadyTaken: { runId: earlier.runId, at: earlier.takenAt! } }
}

function countsOf({ accepted, rejected, duplicates, newContents, withdrawn = 0 }: ForecastOutcome) {
  return { accepted, rejected, duplicates: duplicates.count, newContents, withdrawn }
}

interface LoadParts {
  typeOfPart: ReadonlyMap<string, ContentType>
  /** The sender's name for the file. */
  name: string
  file: ForecastFile
  complete: boolean
  settings: ForecastSettings
}

class Load {
  private readonly parts = new Set<string>()
  private readonly months = new Set<string>()
  /** How many parts and months the record of the file names. */
  private recorded = 0
  private readonly seen = new SeenHours()
  private readonly notes = rowNotes()
  /** The last line that was read; the header is line 1. */
  private line = 1
  private readonly outcome: ForecastOutcome
  private readonly file: ForecastFile
  private readonly typeOfPart: ReadonlyMap<string, ContentType>
  /** Lines of rejections.csv that were written. */
  private stored = 0
  private remarks = 0
  private rows: ForecastRow[] = []
  /** Lines of rejections.csv that are to be written. */
  private lines: FileLine[] = []
  private bytes = 0
  /** The write of one chunk, which runs while the next chunk is read. */
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly context: JobContext,
    private readonly given: LoadParts,
  ) {
    this.file = given.file
    this.typeOfPart = given.typeOfPart
    const { hash, size, encoding, sheet } = given.file
    this.outcome = {
      accepted: 0,
      rejected: 0,
      rejections: [],
      rejectionsStored: 0,
      duplicates: { count: 0, first: [] },
      newContents: 0,
      months: [],
      file: { name: given.name, hash, size, encoding, sheet, ignoredColumns: [] },
    }
  }

  async run(path: string): Promise<ForecastOutcome> {
    const { outcome, context, file } = this
    const contents = await this.database.read((tx) => VendorContents.load(tx))
    const { header, date1904, batches } = await this.open(path)
    outcome.file.ignoredColumns = header.ignored.slice(0, 50)
    const read = rowReader(header, this.typeOfPart, date1904, this.notes)
    const lookUpLocale = async () => {
      this.notes.locale = await localeOf(await openForecastFile(path, file))
    }
    try {
      for await (const batch of batches) await this.take(batch, read, lookUpLocale, contents)
      await this.flush(contents)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      throw await this.broken(error, contents)
    } finally {
      await this.writing
    }
    const compared = await this.compare()
    await context.progress(file.size, file.size)
    const begun = await this.database.read((tx) =>
      tx.manager.findOneByOrFail(ForecastFileTaken, { runId: context.runId }),
    )
    return {
      ...outcome,
      rejectionsStored: this.stored,
      newContents: begun.newContents,
      months: [...this.months].sort(),
      parts: [...this.parts].sort(),
      ...(this.given.complete ? { complete: true, withdrawn: compared.withdrawn } : {}),
      warnings: [
        ...(await this.nothingTaken()),
        ...warningsOf(this.notes, this.seen, file),
        ...partOfDayWarnings(this.seen),
        ...compared.warnings,
      ],
    }
  }

  /** Withdraws what a complete file lacks, and compares the file with what earlier ones have left. */
  private async compare(): Promise<{ withdrawn: number; warnings: ForecastWarning[] }> {
    const { database, context, seen, outcome, given } = this
    const { rejected } = outcome
    const warnings: ForecastWarning[] = []
    if (given.complete && rejected === 0) {
      const { hours, contents, first } = await withdrawMissing(database, context, seen)
      if (hours > 0) warnings.push(withdrawnWarning(hours, contents, first))
    } else if (given.complete) warnings.push(notWithdrawn(rejected))
    const changes = await FileChanges.record(database, context, seen)
    return {
      withdrawn: await database.read((tx) => countWithdrawn(tx, context.runId)),
      warnings: [...warnings, ...changes.warnings(given.settings.jumpFactor)],
    }
  }

  private async nothingTaken(): Promise<ForecastWarning[]> {
    const { accepted, rejected } = this.outcome
    if (accepted > 0) return []
    const detail = `None of the ${rejected} rows could be taken: look at the refusals.`
    await this.context.log(detail, 'error')
    return [{ code: 'NOTHING_TAKEN', count: rejected, detail, first: [] }]
  }

  /** Writes the rows that were read before the file broke off, and returns the error that tells so. */
  private async broken({ code, detail }: Problem, contents: VendorContents): Promise<Problem> {
    const { outcome, context } = this
    if (code !== 'FORECAST_FILE_INVALID') return new Problem(code, detail)
    await this.flush(contents)
    await this.writing
    await FileChanges.record(this.database, context, this.seen)
    const { accepted, rejected } = outcome
    await context.write((tx) =>
      tx.manager.update(
        ForecastFileTaken,
        { runId: context.runId },
        { accepted, rejected, duplicates: outcome.duplicates.count },
      ),
    )
    return new DamagedFile(detail, { accepted, rejected, line: this.line })
  }

  private async take(
    batch: readonly FileRecord[],
    read: ReturnType<typeof rowReader>,
    lookUpLocale: () => Promise<void>,
    contents: VendorContents,
  ): Promise<void> {
    for (const [at, record] of batch.entries()) {
      if (at % TURN_ROWS === 0) await nextTurn()
      this.line = record.line
      if ('reason' in record) this.refuse({ ...record, column: '' })
      else {
        let checked = read(record)
        if (!checked) {
          await lookUpLocale()
          checked = read(record)!
        }
        if ('rejection' in checked) this.refuse(checked.rejection)
        else this.admit(checked.row, contents)
      }
      if (this.rows.length + this.lines.length >= CHUNK_ROWS) await this.flush(contents)
    }
  }

  private async open(path: string) {
    try {
      return await openForecastFile(path, this.file, (bytes) => (this.bytes = bytes))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      throw new Problem('FORECAST_FILE_INVALID', 'The uploaded file is not there any more. Upload it again.')
    }
  }

  private admit(row: ForecastRow, contents: VendorContents): void {
    const { outcome } = this
    const mismatch = contents.admit(row, this.typeOfPart.get(row.part)!)
    const { line, part, metaId, date, hour, afterMidnight } = row
    if (mismatch) {
      this.refuse({ line, column: 'metaId', value: metaId, reason: mismatch })
      return
    }
    outcome.accepted++
    this.months.add(monthOf(date))
    this.parts.add(part)
    this.rows.push(row)
    for (const remark of row.remarks) this.remark({ line, ...remark })
    if (this.seen.add(part, metaId, date, hour, afterMidnight)) {
      this.remark({ line, column: '', value: '', reason: REPLACES })
      outcome.duplicates.count++
      if (outcome.duplicates.first.length < SHOWN)
        outcome.duplicates.first.push({ line, part, metaId, date, hour })
    }
  }

  private refuse(rejection: Rejection): void {
    const { outcome } = this
    outcome.rejected++
    if (outcome.rejections.length < SHOWN) outcome.rejections.push(rejection)
    if (outcome.rejected <= MAX_STORED_REJECTIONS) this.lines.push({ ...rejection, taken: false })
  }

  private remark(remark: Rejection): void {
    if (++this.remarks <= MAX_STORED_REMARKS) this.lines.push({ ...remark, taken: true })
  }

  private async flush(contents: VendorContents): Promise<void> {
    const { context, file, rows, lines, stored } = this
    this.rows = []
    this.lines = []
    this.stored += lines.length
    const { contents: changed, added } = contents.takeChanged()
    const { bytes } = this
    await this.writing
    context.signal.throwIfAborted()
    this.writing = (async () => {
      await this.recordPartsAndMonths()
      if (changed.length > 0 || lines.length > 0) {
        await context.write(async (tx) => {
          await saveContents(tx, changed)
          await addLines(tx, context.runId, stored, lines)
          if (added > 0)
            await tx.run('UPDATE forecast_file SET new_contents = new_contents + ? WHERE run_id = ?', [
              added,
              context.runId,
            ])
        })
      }
      await this.writeRows(rows)
      await context.progress(Math.min(bytes, file.size - 1), file.size)
    })()
    // Avoids an unhandled rejection: the promise is awaited before the next chunk is written, or at the end.
    this.writing.catch(() => undefined)
  }

  /** Before rows are written, so that a file that breaks off is known to have left some in these months. */
  private async recordPartsAndMonths(): Promise<void> {
    const { context, parts, months } = this
    if (parts.size + months.size === this.recorded) return
    this.recorded = parts.size + months.size
    const outcome = { parts: [...parts].sort(), months: [...months].sort() }
    await context.write((tx) =>
      tx.manager.update(ForecastFileTaken, { runId: context.runId }, { outcome: outcome as never }),
    )
  }

  private async writeRows(rows: readonly ForecastRow[]): Promise<void> {
    const parts = inKeyOrder(rows, Math.ceil(rows.length / WRITE_ROWS))
    const writers = Array.from({ length: this.database.writersAtOnce }, async () => {
      for (let part = parts.shift(); part; part = parts.shift()) {
        const some = part
        await this.context.write((tx) => upsertRows(tx, some))
      }
    })
    // Wait for all writers, so that none is still running when this returns.
    for (const writer of await Promise.allSettled(writers))
      if (writer.status === 'rejected') throw writer.reason
  }
}

async function upsertRows(tx: Transaction, rows: readonly ForecastRow[]): Promise<void> {
  const { incoming } = tx.dialect
  await tx.upsert(
    {
      table: 'forecast_inventory',
      columns: ['date', 'part', 'meta_id', 'hour', 'forecast', 'actual'],
      key: ['date', 'part', 'meta_id', 'hour'],
      update: {
        forecast: incoming('forecast'),
        // A blank actual says nothing, so that it leaves a known one.
        actual: `COALESCE(${incoming('actual')}, forecast_inventory.actual)`,
      },
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

/**
 * Sorts rows by key, whatever the order of the file, so that one write changes rows that are stored together.
 * Then cuts them into `parts` of about the same size; rows with the same key stay in one of them.
 */
function inKeyOrder(rows: readonly ForecastRow[], parts: number): ForecastRow[][] {
  // The sort is stable: of two rows with the same key, the later one stays last.
  const sorted = [...rows].sort(byKey)
  const cuts = Array.from({ length: parts + 1 }, (_cut, i) => {
    let cut = Math.floor((i * sorted.length) / parts)
    while (cut > 0 && cut < sorted.length && byKey(sorted[cut - 1]!, sorted[cut]!) === 0) cut++
    return cut
  })
  return cuts.slice(1).flatMap((end, i) => (end > cuts[i]! ? [sorted.slice(cuts[i], end)] : []))
}

function byKey(a: ForecastRow, b: ForecastRow): number {
  return compare(a.date, b.date) || compare(a.part, b.part) || compare(a.metaId, b.metaId) || a.hour - b.hour
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
