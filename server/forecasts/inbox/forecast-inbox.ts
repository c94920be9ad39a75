import { createWriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { In } from 'typeorm'
import type { ForecastOutcome } from '../../../shared/contract/inventory'
import { Problem } from '../../../shared/problem'
import type { Database } from '../../database/database'
import type { Job, JobContext } from '../../jobs/job'
import { JobRun } from '../../jobs/job-run.entity'
import { isPassing } from '../../jobs/outcome'
import { takeForecastFile } from '../forecast-load'
import { DamagedFile, invalidFile } from '../invalid-file'
import { rejectionsCsv } from '../rejections-csv'
import { rejectionsOf } from '../taken-files'
import { type InboxFile, type InboxStore, inOrder, keyOf, type Report } from './inbox-store'

export const FORECAST_INBOX = 'forecast-inbox'
export const FORECAST_INBOX_FILE = 'forecast-inbox-file'

const MB = 1024 ** 2

export interface InboxParts {
  database: Database
  store(): Promise<InboxStore>
  /** Folder for the copy of a file while it is read. */
  workDir: string
  /** The largest file in bytes. */
  limit: number
}

/**
 * Lists the inbox and starts a run for its first file, unless a file of the inbox is being taken. Each run of a
 * file starts the next one at its end, so that no two files are taken side by side, in whichever process.
 */
export function forecastInbox({ store, database }: Pick<InboxParts, 'store' | 'database'>): Job {
  return {
    name: FORECAST_INBOX,
    monthly: false,
    retries: 0,
    async run({ start }) {
      const files = await (await store()).list()
      const started =
        !(await isBusy(database)) && (await startFirst(start, await afterCrash(database, files)))
      return { found: files.length, started: started ? 1 : 0 }
    },
  }
}

async function isBusy(database: Database): Promise<boolean> {
  const where = { job: FORECAST_INBOX_FILE, status: In(['QUEUED', 'RUNNING']) }
  return database.read((tx) => tx.manager.existsBy(JobRun, where))
}

/** The files, with the one last whose run has just ended the process or failed unexpectedly: others come first. */
async function afterCrash(database: Database, files: readonly InboxFile[]): Promise<InboxFile[]> {
  const last = await database.read((tx) =>
    tx.manager.findOne(JobRun, { where: { job: FORECAST_INBOX_FILE }, order: { createdAt: 'DESC' } }),
  )
  const crashed = ['INTERRUPTED', 'INTERNAL_ERROR'].includes(last?.error?.code ?? '')
  const name = crashed ? (last!.input as InboxInput).name : undefined
  return [...files.filter((file) => file.name !== name), ...files.filter((file) => file.name === name)]
}

async function startFirst(start: JobContext['start'], [first]: readonly InboxFile[]): Promise<boolean> {
  return first !== undefined && startOnce(start, first.name)
}

async function startOnce(start: JobContext['start'], name: string): Promise<boolean> {
  try {
    const input: InboxInput = { name }
    await start(FORECAST_INBOX_FILE, { input, only: keyOf(name) })
    return true
  } catch (error) {
    // An earlier run of this job has started it.
    if (error instanceof Problem && error.code === 'JOB_ALREADY_RUNNING') return false
    throw error
  }
}

interface InboxInput {
  name: string
}

/**
 * Loads one file of the inbox, then moves it to `processed/`, or to `failed/` with a report. If the process
 * dies in between, a retry recognises a completely loaded file by its hash and only moves it.
 */
export function forecastInboxFile(parts: InboxParts): Job {
  return {
    name: FORECAST_INBOX_FILE,
    monthly: false,
    retries: 3,
    async run(context) {
      const { name } = context.input as InboxInput
      const store = await parts.store()
      const file = await store.find(name)
      const startNext = async () => {
        const files = (await store.list()).filter((other) =>
          file ? inOrder(file, other) < 0 : other.name !== name,
        )
        await startFirst(context.start, files)
      }
      // A next file that can't be started now waits for the next scan.
      const goOn = () => startNext().catch(() => undefined)
      try {
        const result = file
          ? await takeOne(parts, store, file, context)
          : { inbox: { name, movedTo: null, reason: 'It is not there any more.' } }
        await goOn()
        return result
      } catch (error) {
        // A run that is tried again keeps its place before the others.
        if (!context.signal.aborted && !isPassing(error, parts.database)) await goOn()
        throw error
      }
    },
  }
}

async function takeOne(
  parts: InboxParts,
  store: InboxStore,
  file: InboxFile,
  context: JobContext,
): Promise<unknown> {
  await mkdir(parts.workDir, { recursive: true })
  const path = join(parts.workDir, `inbox-${context.runId}`)
  try {
    return await new InboxFileRun(parts, store, file, path, context).run()
  } finally {
    for (const suffix of ['', '.report.txt', '.rejections.csv']) await rm(path + suffix, { force: true })
  }
}

class InboxFileRun {
  constructor(
    private readonly parts: InboxParts,
    private readonly store: InboxStore,
    private readonly file: InboxFile,
    private readonly path: string,
    private readonly context: JobContext,
  ) {}

  async run(): Promise<unknown> {
    const { store, file, path, context } = this
    const { name } = file
    const outcome = await this.take().catch(async (error: unknown) => {
      if (error instanceof Problem && error.code === 'FORECAST_FILE_INVALID')
        await store.move(file, 'failed', [await this.report(error.detail, error instanceof DamagedFile)])
      throw error
    })
    if (!outcome) return { inbox: { name, movedTo: null, reason: 'It was changed while it was read.' } }
    const reports: Report[] = []
    if (outcome.rejected > 0) {
      reports.push({ suffix: '.rejections.csv', path: `${path}.rejections.csv` })
      const rejections = rejectionsCsv(await rejectionsOf(this.parts.database, context.runId))
      await pipeline(Readable.from(rejections), createWriteStream(`${path}.rejections.csv`))
    }
    const nothing = outcome.accepted === 0
    if (nothing) reports.push(await this.report(`None of its ${outcome.rejected} rows could be taken.`))
    const movedTo = (await store.move(file, nothing ? 'failed' : 'processed', reports)) ?? null
    return { ...outcome, inbox: { name, movedTo } }
  }

  /** @returns undefined when the file is no longer the one that was found */
  private async take(): Promise<ForecastOutcome | undefined> {
    const { store, file, path, context, parts } = this
    if (file.size > parts.limit) {
      throw invalidFile(
        `The file has ${Math.ceil(file.size / MB)} MB; this service accepts ${Math.floor(parts.limit / MB)} MB. Split it by month.`,
      )
    }
    const failure = await store.download(file, path, context.signal).catch((error: unknown) => ({ error }))
    // The file may have been removed or changed, also during the copy.
    if ((await store.find(file.name))?.mark !== file.mark) return undefined
    if (failure) throw failure.error
    return takeForecastFile(parts.database, { path, name: file.name, source: 'INBOX' }, context)
  }

  private async report(detail: string, inPart = false): Promise<Report> {
    const { file, path, context } = this
    const lines = [
      `${file.name} was ${inPart ? 'taken in part only' : 'not taken'}.`,
      '',
      detail,
      '',
      'Correct the file and put it into the inbox again.',
      `Run ${context.runId}, ${new Date().toISOString()}`,
      '',
    ]
    await writeFile(`${path}.report.txt`, `\ufeff${lines.join('\r\n')}`)
    return { suffix: '.report.txt', path: `${path}.report.txt` }
  }
}
