/**
 * Why a run's work ends before its end: a person canceled it, another process took it over, or this one stops.
 * It is the reason of the job's AbortSignal, and what the job's writes throw.
 */
export class RunStopped extends Error {
  override readonly name = 'RunStopped'

  constructor(readonly why: 'canceled' | 'taken over' | 'stopping') {
    super(`the run was stopped: ${why}`)
  }
}
