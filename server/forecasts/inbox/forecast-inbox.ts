import { createWriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { In, IsNull, Not } from 'typeorm'
import type { ForecastOutcome } from '../../../shared/contract/inventory'
import { Problem } from '../../../shared/problem'
import type { Database } from '../../database/database'
import type { Job, JobContext } from '../../jobs/job'
import { JobRun } from '../../jobs/job-run.entity'
import { type ForecastLoadInput, type ForecastSettings, takeForecastFile } from '../forecast-load'
import { DamagedFile, invalidFile } from '../invalid-file'
import { INVENTORY_LANE } from '../inventory-lane'
import { inKorean } from '../korean'
import { rejectionsCsv } from '../rejections-csv'
import { rejectionsOf } from '../taken-files'
import { type InboxFile, type InboxStore, keyOf, type Report, saysComplete } from './inbox-store'

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
  forecasts: ForecastSettings
}

/**
 * Lists the inbox and starts a run for its first file, unless a file of the inbox is being taken. A run that has moved its
 * file away starts the one of the next file. So the first file is always taken first, and what holds it up holds up the
 * others. The lane lets no two runs work side by side, in whichever process.
 */
export function forecastInbox({ store, database }: Pick<InboxParts, 'store' | 'database'>): Job {
  return {
    name: FORECAST_INBOX,
    monthly: false,
    retries: 0,
    async run({ start }) {
      const files = await (await store()).list()
      const started = !(await isBusy(database)) && (await startFirst(start, files, await brokenRun(database)))
      return { found: files.length, started: started ? 1 : 0 }
    },
  }
}

async function isBusy(database: Database): Promise<boolean> {
  const where = { job: FORECAST_INBOX_FILE, status: In(['QUEUED', 'RUNNING']) }
  return database.read((tx) => tx.manager.existsBy(JobRun, where))
}

/** The last run of a file, if it has ended its process or failed unexpectedly. */
async function brokenRun(database: Database): Promise<JobRun | undefined> {
  const last = await database.read((tx) =>
    tx.manager.findOne(JobRun, {
      where: { job: FORECAST_INBOX_FILE, place: Not(IsNull()) },
      order: { place: 'DESC' },
    }),
  )
  return last && ['INTERRUPTED', 'INTERNAL_ERROR'].includes(last.error?.code ?? '') ? last : undefined
}

/** @param broken a run that broke off; if it was that of the first file, the file is not taken again */
async function startFirst(
  start: JobContext['start'],
  [first]: readonly InboxFile[],
  broken?: JobRun,
): Promise<boolean> {
  if (!first) return false
  const { name, mark } = first
  const before = broken?.input as InboxInput | undefined
  const input: InboxInput = {
    name,
    mark,
    ...(before?.name === name && before.mark === mark ? { brokenBy: broken!.id } : {}),
  }
  try {
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
  mark: string
  /** The run that broke off with this file: the file is only moved to `failed/`, so that it doesn't hold up the others. */
  brokenBy?: string
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
    lane: INVENTORY_LANE,
    async run(context) {
      const { name } = context.input as InboxInput
      const store = await parts.store()
      const file = await store.find(name)
      try {
        return file
          ? await takeOne(parts, store, file, context)
          : { inbox: { name, movedTo: null, reason: 'It is not there any more.' } }
      } finally {
        // A file that is still there holds up the others. A next one that can't be started now waits for the next scan.
        await startNext(store, name, context).catch(() => undefined)
      }
    },
  }
}

async function startNext(store: InboxStore, name: string, { signal, start }: JobContext): Promise<void> {
  if (signal.aborted || (await store.find(name))) return
  await startFirst(start, await store.list())
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
    const { brokenBy } = context.input as InboxInput
    if (brokenBy) throw await this.givenUp(brokenBy)
    const outcome = await this.take().catch(async (error: unknown) => {
      if (error instanceof Problem && error.code === 'FORECAST_FILE_INVALID')
        await store.move(file, 'failed', [await this.report(error.detail, error instanceof DamagedFile)])
      throw error
    })
    if (!outcome) return { inbox: { name, movedTo: null, reason: 'It was changed while it was read.' } }
    const reports: Report[] = []
    if (outcome.rejectionsStored > 0) {
      reports.push({ suffix: '.rejections.csv', path: `${path}.rejections.csv` })
      const rejections = rejectionsCsv(await rejectionsOf(this.parts.database, context.runId), 'en', 'ko')
      await pipeline(Readable.from(rejections), createWriteStream(`${path}.rejections.csv`))
    }
    const nothing = outcome.accepted === 0
    if (nothing) reports.push(await this.report(`None of its ${outcome.rejected} rows could be taken.`))
    const movedTo = (await store.move(file, nothing ? 'failed' : 'processed', reports)) ?? null
    return { ...outcome, inbox: { name, movedTo } }
  }

  private async givenUp(runId: string): Promise<Problem> {
    const detail = `The service broke off while it took this file (run ${runId}): its log says why. Rows that were taken stay. If the file is whole, put it into the inbox again; files that were sent after it may have been taken since.`
    await this.store.move(this.file, 'failed', [await this.report(detail, true)])
    return invalidFile(detail)
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
    const { name } = file
    const input: ForecastLoadInput = { path, name, source: 'INBOX', complete: saysComplete(name) }
    return takeForecastFile(parts.database, input, context, parts.forecasts)
  }

  private async report(detail: string, inPart = false): Promise<Report> {
    const { file, path, context } = this
    const lines = [
      `${file.name} was ${inPart ? 'taken in part only' : 'not taken'}.`,
      '',
      detail,
      '',
      'Correct the file and put it into the inbox again.',
      '',
      `${file.name}: ${inPart ? '일부만 반영했습니다.' : '반영하지 못했습니다.'}`,
      '',
      inKorean(detail),
      '',
      '파일을 고쳐 수신함에 다시 넣어 주세요.',
      '',
      `Run ${context.runId}, ${new Date().toISOString()}`,
      '',
    ]
    await writeFile(`${path}.report.txt`, `\ufeff${lines.join('\r\n')}`)
    return { suffix: '.report.txt', path: `${path}.report.txt` }
  }
}
