import { createWriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ForecastOutcome } from '../../../shared/contract/inventory'
import { Problem } from '../../../shared/problem'
import type { Database } from '../../database/database'
import type { Job, JobContext } from '../../jobs/job'
import { takeForecastFile } from '../forecast-load'
import { invalidFile } from '../invalid-file'
import { rejectionsCsv } from '../rejections-csv'
import { rejectionsOf } from '../taken-files'
import { type InboxFile, type InboxStore, keyOf, type Report } from './inbox-store'

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

/** Lists the inbox and starts a run for every complete file. */
export function forecastInbox({ store }: Pick<InboxParts, 'store'>): Job {
  return {
    name: FORECAST_INBOX,
    monthly: false,
    retries: 0,
    async run({ start, signal }) {
      const files = await (await store()).list()
      let started = 0
      for (const { name } of files) {
        signal.throwIfAborted()
        if (await startOnce(start, name)) started++
      }
      return { found: files.length, started }
    },
  }
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
      if (!file) return { inbox: { name, movedTo: null, reason: 'It is not there any more.' } }
      await mkdir(parts.workDir, { recursive: true })
      const path = join(parts.workDir, `inbox-${context.runId}`)
      try {
        return await new InboxFileRun(parts, store, file, path, context).run()
      } finally {
        for (const suffix of ['', '.report.txt', '.rejections.csv']) await rm(path + suffix, { force: true })
      }
    },
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
        await store.move(file, 'failed', [await this.report(error.detail)])
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

  private async report(detail: string): Promise<Report> {
    const { file, path, context } = this
    const lines = [
      `${file.name} was not taken.`,
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
