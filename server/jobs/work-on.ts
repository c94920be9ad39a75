import { inRun } from '../request-context'
import { inSpan } from '../tracing'
import type { Job, JobContext } from './job'
import type { Claim } from './job-runs'

/** Works on a run in this thread: its logs, statements and traces say which run they belong to. */
export function workOn(job: Job, { id, attempt }: Claim, context: JobContext): Promise<unknown> {
  return inRun({ run: id, job: job.name }, () =>
    inSpan(
      { name: `job ${job.name}`, attributes: { 'flightsheet.run': id, 'flightsheet.attempt': attempt } },
      () => job.run(context),
    ),
  )
}
