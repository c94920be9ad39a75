import { businessDateOf } from '../../shared/calendar'
import type { Configuration } from '../configuration'
import { deleteOldRejections } from '../forecasts/old-rejections'
import type { Job, JobContext } from '../jobs/job'
import { deleteOldRequests } from '../publishing/old-requests'
import { deleteOldReports } from '../statuses/old-reports'

const CHUNK = 1_000
const UNITS_A_CHUNK = 200
const DAY_MS = 86_400_000

/** Deletes records that nobody needs any more, by the days that the configuration keeps them; 0 days: for ever. */
export function purgeRecords(now: () => Date, keep: Configuration['keepRecords']): Job {
  const ago = (days: number) => new Date(now().getTime() - days * DAY_MS)
  return {
    name: 'purge-records',
    monthly: false,
    retries: 0,
    run: async (context) => ({
      requests: keep.requestDays === 0 ? 0 : await requests(context, ago(keep.requestDays).toISOString()),
      reports: keep.reportDays === 0 ? 0 : await reports(context, businessDateOf(ago(keep.reportDays))),
      rejections:
        keep.rejectionDays === 0 ? 0 : await rejections(context, ago(keep.rejectionDays).toISOString()),
    }),
  }
}

async function requests({ signal, write }: JobContext, before: string): Promise<number> {
  let sum = 0
  for (let at: number | undefined = 0; at !== undefined; ) {
    signal.throwIfAborted()
    const after: number = at
    const { deleted, next } = await write((tx) => deleteOldRequests(tx, before, after, CHUNK))
    sum += deleted
    at = next
  }
  return sum
}

async function reports({ signal, write }: JobContext, before: string): Promise<number> {
  let sum = 0
  for (let at: string | undefined = ''; at !== undefined; ) {
    signal.throwIfAborted()
    const after: string = at
    const { deleted, next } = await write((tx) => deleteOldReports(tx, before, after, UNITS_A_CHUNK))
    sum += deleted
    at = next
  }
  return sum
}

async function rejections({ signal, write }: JobContext, before: string): Promise<number> {
  for (let sum = 0; ; ) {
    signal.throwIfAborted()
    const deleted = await write((tx) => deleteOldRejections(tx, before, CHUNK))
    if (deleted === 0) return sum
    sum += deleted
  }
}
