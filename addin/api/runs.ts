import { getJobRun, type JobRunView } from '../../shared/contract/inventory'
import type { ApiClient } from './client'

/** A short run is over before a person has looked; a long one is asked about every 0.7 seconds. */
const ASK_AFTER_MS = [100, 200, 400] as const
const ASK_EVERY_MS = 700

export function isOver({ status }: JobRunView): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELED'
}

/**
 * Follows a run to its end. The run itself continues when nobody follows it any more.
 *
 * @param see is told its state again and again; `false` ends the following
 * @throws CallFailure
 */
export async function followRun(
  api: ApiClient,
  runId: string,
  see: (run: JobRunView) => boolean | undefined,
): Promise<void> {
  for (let asked = 0; ; asked++) {
    const run = await api.call(getJobRun, { params: { id: runId } })
    if (see(run) === false || isOver(run)) return
    await new Promise((resolve) => setTimeout(resolve, ASK_AFTER_MS[asked] ?? ASK_EVERY_MS))
  }
}
