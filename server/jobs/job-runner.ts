import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Month } from '../../shared/calendar'
import type { JobRunView } from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Database } from '../database/database'
import type { Job, JobContext, JobStart } from './job'
import type { JobEngine } from './job-engine'
import type { JobExecutor } from './job-executor'
import { type Claim, type Handout, type JobRuns, toView } from './job-runs'
import { type Outcome, outcomeOf } from './outcome'
import { becomeOwner, endOwner } from './owner'
import { RunStopped } from './run-stopped'

const HEARTBEAT_MS = 5_000
const SWEEP_MS = 5_000
const PRUNE_MS = 24 * 60 * 60 * 1000
const WATCH_MS = 100
const REPEAT_MS = 500
/** Delay of the first retry; each further delay is four times as long. */
const BACKOFF_MS = 2_000
/**
 * How often, and with which growing pause, the runner tries to record a run's end while the database is away.
 * After that the run counts as dead.
 */
const RECORD_ATTEMPTS = 6
const RECORD_PAUSE_MS = 1_000

const ENDED: readonly JobRunView['status'][] = ['SUCCEEDED', 'FAILED', 'CANCELED']

export interface JobRunnerParts {
  database: Database
  runs: JobRuns
  engine: JobEngine
  /** @param start starts other runs for a job */
  executorFor(start: JobContext['start']): JobExecutor
  log: Logger
}

/**
 * Starts runs, works on the runs that its engine hands out, and picks up orphaned runs. Any number of
 * processes can do this on one database; see docs/decisions/0011-jobs.md.
 */
export class JobRunner {
  private readonly jobs: ReadonlyMap<string, Job>
  private readonly executor: JobExecutor
  private readonly owner = becomeOwner()
  private readonly active = new Map<string, { abort: AbortController; ended: Promise<void> }>()
  private readonly timers: NodeJS.Timeout[] = []
  private sweeping: Promise<void> = Promise.resolve()
  private readonly direct = new Set<Promise<void>>()
  private stopping = false
  /** Whether this process works on runs; one that doesn't only queues them. */
  private works = false

  constructor(
    private readonly parts: JobRunnerParts,
    jobs: readonly Job[],
  ) {
    this.jobs = new Map(jobs.map((job) => [job.name, job]))
    this.executor = parts.executorFor((name, { slot, ...start }) =>
      slot === undefined ? this.start(name, start) : this.startOnce(name, { ...start, slot }),
    )
  }

  get all(): readonly Job[] {
    return [...this.jobs.values()]
  }

  /** Names of the jobs whose history is kept only briefly: there are many runs of them. */
  get light(): string[] {
    return this.all
      .filter(({ light, frequent, prompt }) => light || frequent || prompt)
      .map(({ name }) => name)
  }

  get runs(): JobRuns {
    return this.parts.runs
  }

  /** Begins to work on runs that are offered. */
  async open(): Promise<void> {
    this.works = true
    await this.parts.engine.open((id) => this.work(id))
  }

  /** Begins to pick up orphaned runs: those of dead owners, and those that an engine has lost. */
  lookAfter(): void {
    this.every(SWEEP_MS, () => this.sweep())
    this.every(PRUNE_MS, () => this.prune())
  }

  /**
   * Queues a run of a monthly job.
   *
   * @throws Problem NOT_FOUND for an unknown job, JOB_ALREADY_RUNNING for a second run of the same month,
   * UNAVAILABLE
   */
  async startMonthly(name: string, month: Month, actor: string | null): Promise<string> {
    if (!this.jobs.get(name)?.monthly) {
      const known = this.all.filter(({ monthly }) => monthly).map((one) => one.name)
      throw new Problem('NOT_FOUND', `There is no job ${name}. Jobs: ${known.join(', ')}.`)
    }
    return this.start(name, { month, actor })
  }

  /**
   * Queues a run and returns its id at once.
   *
   * @throws Problem JOB_ALREADY_RUNNING, UNAVAILABLE when the queue can't be reached: then no run is made
   */
  async start(name: string, start: Omit<JobStart, 'slot'>): Promise<string> {
    const { runs } = this.parts
    const { run, ended } = (await runs.add(this.job(name), start))!
    const { id } = run
    if (ended) await this.cleanUp(ended)
    try {
      await this.offer(name, { id, attempt: 0 })
    } catch (error) {
      if (await runs.takeBack({ id })) throw error
    }
    // With the request's id, where one has started it.
    this.parts.log.info({ run: id, job: name }, 'a run was queued')
    return id
  }

  /**
   * Queues a run that happens only once. If the queue can't be reached, the run stays queued, because its
   * slot doesn't come again.
   *
   * @returns its id, or undefined when the slot was taken before
   * @throws Problem JOB_ALREADY_RUNNING
   */
  async startOnce(name: string, start: JobStart & { slot: string }): Promise<string | undefined> {
    const added = await this.parts.runs.add(this.job(name), start)
    if (!added) return undefined
    const { id } = added.run
    if (added.ended) await this.cleanUp(added.ended)
    await this.offer(name, { id, attempt: 0 }).catch((error) =>
      this.parts.log.warn({ err: error, run: id }, 'a run waits for the queue'),
    )
    return id
  }

  /**
   * Queues a run of a prompt job within a write of the caller: the run is there if that write commits, and only then. After
   * it, {@link begin} begins the run at once; without that a sweep does, some seconds later.
   *
   * @returns its id
   */
  async queueWithin(name: string, start: Pick<JobStart, 'input' | 'actor'>): Promise<string> {
    return (await this.parts.runs.add(this.job(name), start))!.run.id
  }

  /** Begins to work on a queued run of a prompt job; in a process that doesn't work on runs, a worker's sweep does. */
  begin(id: string): void {
    if (!this.works) return
    const work = this.work(id).finally(() => this.direct.delete(work))
    this.direct.add(work)
  }

  /**
   * Starts a run and waits until this process or another one has finished it; used when the service starts.
   */
  async runToEnd(name: string, start: Omit<JobStart, 'slot'>, onProgress?: OnProgress): Promise<unknown> {
    return this.resultOf(await this.start(name, start), onProgress)
  }

  /**
   * Starts a run and works on it in this process, without a queue: for a command in a terminal. It waits for its turn
   * in its lane.
   *
   * @param onStarted gets the id, to cancel it
   * @param onWait gets the run that this one waits for, once for each
   * @throws Problem JOB_ALREADY_RUNNING; Error with a readable message when the run fails or is canceled
   */
  async runHere(
    name: string,
    start: Omit<JobStart, 'slot'>,
    {
      onStarted,
      onProgress,
      onWait,
    }: {
      onStarted?: (id: string) => void
      onProgress?: OnProgress
      onWait?: (run: { id: string; job: string }) => void
    } = {},
  ): Promise<unknown> {
    const job = this.job(name)
    const { run: claim, ended } = await this.parts.runs.addClaimed(job, start, this.owner)
    if (ended) await this.cleanUp(ended)
    onStarted?.(claim.id)
    const result = this.resultOf(claim.id, onProgress)
    result.catch(() => undefined)
    await this.workOn(job, claim, (signal) => this.waitForTurn(claim, signal, onWait))
    // Repeats while the run has retries left.
    while (!ENDED.includes((await this.parts.runs.find(claim.id)).status)) {
      await sleep(REPEAT_MS)
      await this.work(claim.id)
    }
    return result
  }

  /**
   * Cancels a queued run at once, a running one at its next chunk.
   *
   * @param who is shown in the run's log
   * @throws Problem NOT_FOUND, STATUS_CONFLICT when it has ended
   */
  async cancel(id: string, who: string): Promise<JobRunView> {
    const run = await this.parts.runs.cancel(id, who)
    if (run.status === 'CANCELED') {
      await this.cleanUp(run)
      if (run.lane) this.inTurn(() => this.sweep())
    } else this.active.get(id)?.abort.abort(new RunStopped('canceled'))
    return toView(run)
  }

  /** Lets the current chunk end. A run that isn't finished is queued again for the next process. */
  async stop(): Promise<void> {
    this.stopping = true
    for (const timer of this.timers) clearInterval(timer)
    await this.sweeping
    for (const { abort } of this.active.values()) abort.abort(new RunStopped('stopping'))
    await Promise.all([...this.active.values()].map(({ ended }) => ended))
    await Promise.all(this.direct)
    await this.parts.engine.close()
    await this.executor.close()
    endOwner(this.owner)
  }

  /** Offers every waiting run. A run that is already offered or claimed is skipped later. */
  async sweep(): Promise<void> {
    const known = [...this.jobs.keys()]
    await this.parts.runs.clearLanes(known)
    for (const run of await this.parts.runs.waiting(known)) {
      if (this.stopping) return
      await this.offer(run.job, run)
    }
  }

  /**
   * Offers a run to the engine. This process runs a frequent or prompt job at once, so that it doesn't wait behind a
   * load.
   */
  private async offer(job: string, handout: Handout): Promise<void> {
    const { frequent, prompt } = this.jobs.get(job) ?? {}
    if (frequent || prompt) this.begin(handout.id)
    else await this.parts.engine.offer(handout)
  }

  private prune(): Promise<void> {
    const prompt = this.all.filter((job) => job.prompt).map(({ name }) => name)
    return this.parts.runs.prune(this.light, prompt)
  }

  /** Works on a run if it can be claimed. Never throws: an engine doesn't handle errors. */
  private async work(id: string): Promise<void> {
    const { runs, log } = this.parts
    if (this.stopping) return
    try {
      const { job: name } = await runs.find(id)
      const job = this.jobs.get(name)
      // Another version of the service added this job; a process of that version runs it.
      if (!job) return
      const found = await runs.claim(id, this.owner, job)
      if (found?.kind === 'ended') await this.cleanUp(found.run)
      if (found?.kind === 'claimed') await this.workOn(job, found.claim)
      // That run may wait for work too. This one is offered again when that one has ended.
      if (found?.kind === 'waits') await this.work(found.for.id)
    } catch (error) {
      // A run that was taken back is no failure. After any other error the run stays as it is, and a sweep
      // finds it.
      if (!(error instanceof Problem)) log.error({ err: error, run: id }, 'a run could not be worked on')
    }
  }

  /** @param beforehand what is waited for first; when it fails, so does the run */
  private async workOn(
    job: Job,
    claim: Claim,
    beforehand: (signal: AbortSignal) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { database } = this.parts
    const abort = new AbortController()
    if (this.stopping) abort.abort(new RunStopped('stopping'))
    const heartbeat = setInterval(() => void this.beat(claim, abort), HEARTBEAT_MS)
    const ended = outcomeOf(() => beforehand(abort.signal), database, abort.signal)
      .then((waited) => (waited.kind === 'succeeded' ? this.executor.run(job, claim, abort.signal) : waited))
      .then((outcome) => this.record(job, claim, outcome))
      .catch((error) =>
        this.parts.log.error({ err: error, run: claim.id }, 'could not record the end of a run'),
      )
      .finally(() => {
        clearInterval(heartbeat)
        this.active.delete(claim.id)
      })
    this.active.set(claim.id, { abort, ended })
    await ended
    if (job.lane) this.inTurn(() => this.sweep())
  }

  private async waitForTurn(
    { id }: Claim,
    signal: AbortSignal,
    onWait: (run: { id: string; job: string }) => void = () => undefined,
  ): Promise<void> {
    let last: string | undefined
    for (;;) {
      const before = await this.parts.runs.waitedFor(id)
      if (!before) return
      if (before.id !== last) onWait(before)
      last = before.id
      // It may have nobody else who works on it.
      await this.work(before.id)
      await sleep(REPEAT_MS, undefined, { signal })
    }
  }

  /** Records a heartbeat, and aborts the run when it was canceled or taken over. */
  private async beat(claim: Claim, abort: AbortController): Promise<void> {
    try {
      await this.parts.database.write((tx) => this.parts.runs.hold(tx, claim))
    } catch (error) {
      // An unreachable database doesn't stop the run here: the job's own writes will fail.
      if (error instanceof RunStopped) abort.abort(error)
    }
  }

  private async record(job: Job, claim: Claim, outcome: Outcome): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        if (await this.recordOnce(job, claim, outcome)) await this.cleanUp(claim)
        return
      } catch (error) {
        if (attempt >= RECORD_ATTEMPTS || this.stopping) throw error
        await sleep(RECORD_PAUSE_MS * attempt)
      }
    }
  }

  /** @returns whether the run has ended for good by this */
  private async recordOnce(job: Job, claim: Claim, outcome: Outcome): Promise<boolean> {
    const { runs, log } = this.parts
    const about = { job: job.name, run: claim.id, attempt: claim.attempt }
    switch (outcome.kind) {
      case 'succeeded':
        return runs.end(claim, 'SUCCEEDED', { result: outcome.result })
      case 'refused':
        return runs.end(claim, 'FAILED', { error: { code: outcome.code, detail: outcome.detail } })
      case 'stopped':
        if (outcome.why === 'canceled') return runs.end(claim, 'CANCELED', {})
        if (outcome.why === 'stopping') {
          const line = 'The service stopped; queued again.'
          return (await runs.requeue(claim, 0, line, { counts: false })) === 'CANCELED'
        }
        log.warn(about, 'another process has taken the run over')
        return false
      case 'unreachable':
      case 'lost':
        log.error({ err: outcome.cause, ...about }, 'an attempt at a job failed')
        return this.repeatOrFail(job, claim, outcome)
      case 'broken':
        log.error({ err: outcome.cause, ...about }, 'job failed')
        return runs.end(claim, 'FAILED', {
          error: {
            code: 'INTERNAL_ERROR',
            detail: 'It failed unexpectedly; what was done stays. Run it again, or upload the file again.',
          },
        })
    }
  }

  /** @returns whether the run has ended for good by this */
  private async repeatOrFail(
    job: Job,
    claim: Claim,
    { kind, cause }: Extract<Outcome, { kind: 'unreachable' | 'lost' }>,
  ): Promise<boolean> {
    const { runs, engine } = this.parts
    const { attempt } = claim
    const reason = `${cause.code ?? cause.name}: ${cause.message}`
    if (attempt > job.retries) {
      const what = kind === 'lost' ? 'It was broken off' : 'Something that it needs was not reachable'
      const detail = `${what} in each of ${attempt} attempts (${reason}). What was done stays; run it again when that is mended.`
      return runs.end(claim, 'FAILED', {
        error: { code: kind === 'lost' ? 'INTERNAL_ERROR' : 'UNAVAILABLE', detail },
      })
    }
    const delay = BACKOFF_MS * 4 ** (attempt - 1)
    const line = `Attempt ${attempt} failed (${reason}). Again in ${delay / 1000} s.`
    const status = await runs.requeue(claim, delay, line, { counts: true })
    if (status === 'QUEUED') await engine.offer(claim, delay).catch(() => undefined)
    return status === 'CANCELED'
  }

  private async cleanUp({ id, job, input }: { id: string; job: string; input: unknown }): Promise<void> {
    await this.jobs
      .get(job)
      ?.cleanUp?.(input)
      .catch((error) => this.parts.log.warn({ err: error, run: id }, 'could not clear away after a run'))
  }

  /** @throws Error with a readable message when the run fails or is canceled */
  private async resultOf(id: string, onProgress?: OnProgress): Promise<unknown> {
    for (;;) {
      const run = await this.parts.runs.find(id)
      onProgress?.(run.progress.done, run.progress.total)
      if (run.status === 'SUCCEEDED') return run.result
      if (run.status === 'CANCELED') throw new Error(`${run.job} was canceled. What was done stays.`)
      if (run.status === 'FAILED') throw new Error(`${run.job}: ${run.error?.detail}`)
      await sleep(WATCH_MS)
    }
  }

  private job(name: string): Job {
    const job = this.jobs.get(name)
    if (!job)
      throw new Problem('NOT_FOUND', `There is no job ${name}. Jobs: ${[...this.jobs.keys()].join(', ')}.`)
    return job
  }

  /** Runs `work` at once and then at this interval. */
  private every(milliseconds: number, work: () => Promise<void>): void {
    this.inTurn(work)
    this.timers.push(setInterval(() => this.inTurn(work), milliseconds).unref())
  }

  /** Runs such work one after the other. */
  private inTurn(work: () => Promise<void>): void {
    this.sweeping = this.sweeping
      .then(() => (this.stopping ? undefined : work()))
      .catch((error) => this.parts.log.warn({ err: error }, 'could not look after the runs of jobs'))
  }
}

type OnProgress = (done: number, total: number) => void
