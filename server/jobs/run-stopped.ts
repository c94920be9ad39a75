/**
 * Thrown when a run's work ends early: a person canceled it, another process took it over, or this process
 * stops. It is the reason of the job's AbortSignal, and the job's writes throw it.
 */
export class RunStopped extends Error {
  override readonly name = 'RunStopped'

  constructor(readonly why: 'canceled' | 'taken over' | 'stopping') {
    super(`the run was stopped: ${why}`)
  }
}
