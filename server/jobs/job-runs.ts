import { randomUUID } from 'node:crypto'
import { In, IsNull, Not } from 'typeorm'
import type { JobRunLineView, JobRunView } from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Clock } from '../clock'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import type { Job, JobStart } from './job'
import { JobLane, JobRun, JobRunLine, type LogLevel } from './job-run.entity'
import { hasEnded } from './owner'
import { RunStopped } from './run-stopped'

/** A run without a heartbeat for this long has no owner any more, on whichever machine it ran. */
const SILENCE_LIMIT_MS = 30_000
/** Longer than any delay, and than the clocks of two machines differ. */
const AHEAD_MS = 10 * 60_000
/**
 * How long ended runs of schedules are kept. Those of light jobs that succeeded are kept for less: they run
 * every minute.
 */
const SCHEDULED_KEPT_DAYS = 30
const LIGHT_KEPT_DAYS = 1
/** Runs that one transaction removes. */
const PRUNE_CHUNK = 500
const MAX_LINE = 1000
/**
 * A run of a lane that has had no sign of life for this long holds up the others no more: no process knows its job.
 * Processes that do know it give a queued run a sign of life in each of their sweeps, at this interval.
 */
const FORSAKEN_AFTER_MS = 10 * 60_000
const SIGN_OF_LIFE_MS = 60_000

export const SCHEDULED_SLOT = 'schedule '

const INTERRUPTED = {
  code: 'INTERRUPTED',
  detail: 'Its process ended while it ran. What was done stays; run it again.',
}
const FORSAKEN = {
  code: 'UNAVAILABLE',
  detail:
    'No process of this service knows the job: for a file of the inbox, none has FORECAST_INBOX. The run was ended because others waited for it. What was done stays; set the service up for the job and run it again.',
}

/** The right to work on a run, while the row still has this fence. */
export interface Claim {
  id: string
  job: string
  month: string | null
  input: unknown
  actor: string | null
  fence: number
  attempt: number
}

/** A run to be handed out. The attempt distinguishes a retry from a duplicate offer. */
export interface Handout {
  id: string
  attempt: number
}

/** What a process finds when it wants to work on a run. */
export type Claimed =
  | { kind: 'claimed'; claim: Claim }
  /** It ended for good instead. */
  | { kind: 'ended'; run: JobRun }
  /** An earlier run of its lane comes first. */
  | { kind: 'waits'; for: WaitedFor }

/** The run that another one waits for: of those before it in its lane, the first. */
type WaitedFor = NonNullable<JobRunView['waitsFor']>

/** What happens to a run. */
export type RunEvent =
  | { kind: 'started' }
  | { kind: 'progressed'; done: number; total: number }
  | { kind: 'ended'; status: 'SUCCEEDED' | 'FAILED' | 'CANCELED' }

/** Writes down what happens to a run, in the transaction in which it happens. */
export type TellOfRun = (
  tx: Transaction,
  run: Pick<JobRun, 'id' | 'job' | 'month'>,
  event: RunEvent,
  /** Instant. */
  at: string,
) => Promise<void>

/** A new run, and the run of a dead owner that ended to make room for it. */
export interface Added {
  run: Claim
  ended: JobRun | undefined
}

/**
 * Reads and writes the rows of runs; no other code changes them. Every step is one guarded transaction, so
 * any number of processes can run it concurrently, and each may die between two steps.
 */
export class JobRuns {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tellOfRun: TellOfRun = async () => undefined,
  ) {}

  private tell(tx: Transaction, run: Pick<JobRun, 'id' | 'job' | 'month'>, event: RunEvent): Promise<void> {
    return this.tellOfRun(tx, run, event, this.clock.instant())
  }

  /**
   * Inserts the row of a queued run.
   *
   * @returns undefined when the slot was taken before
   * @throws Problem JOB_ALREADY_RUNNING
   */
  async add(job: Job, start: JobStart): Promise<Added | undefined> {
    return this.insert(job, start, { status: 'QUEUED', fence: 0, attempt: 0 })
  }

  /**
   * Inserts the row of a run that already has an owner; it isn't put into a queue.
   *
   * @throws Problem JOB_ALREADY_RUNNING
   */
  async addClaimed(job: Job, start: Omit<JobStart, 'slot'>, owner: string): Promise<Added> {
    const startedAt = this.clock.instant()
    return (await this.insert(job, start, { status: 'RUNNING', fence: 1, attempt: 1, owner, startedAt }))!
  }

  /** @returns whether the row was deleted; false when a process already works on the run */
  async takeBack({ id }: { id: string }): Promise<boolean> {
    const deleted = await this.database.write((tx) =>
      tx.run("DELETE FROM job_run WHERE id = ? AND status = 'QUEUED'", [id]),
    )
    return deleted === 1
  }

  /**
   * Makes `owner` the owner of a run that is due, or whose owner has died, when it is the run's turn in its lane. A run
   * whose owner died too often, or that was canceled before its owner died, ends here.
   *
   * @returns undefined when there is nothing to do: another owner has the run, or it has ended
   */
  async claim(id: string, owner: string, job: Job): Promise<Claimed | undefined> {
    return this.database.write(async (tx) => {
      const run = await tx.findLocked(JobRun, { id })
      if (!run || !(isDue(run) || isDead(run))) return undefined
      const dead = isDead(run)
      const end = (status: 'CANCELED' | 'FAILED', error: JobRun['error']) =>
        this.endRow(tx, run, status, error).then((ended) => ({ kind: 'ended' as const, run: ended }))
      if (dead && run.cancelRequestedAt) return end('CANCELED', null)
      if (dead && run.attempt > job.retries) return end('FAILED', INTERRUPTED)
      const before = (await waitedFor(tx, [run])).get(id)
      if (before) return { kind: 'waits', for: before }
      if (dead) {
        await this.addLine(tx, id, 'warning', `Its process (${run.owner ?? 'unknown'}) ended; taken over.`)
      }
      const { month, input, actor } = run
      const fence = run.fence + 1
      const attempt = run.attempt + 1
      await tx.manager.update(
        JobRun,
        { id },
        {
          status: 'RUNNING',
          owner,
          fence,
          attempt,
          done: 0,
          total: 0,
          heartbeatAt: realNow(),
          startedAt: run.startedAt ?? this.clock.instant(),
        },
      )
      await this.tell(tx, run, { kind: 'started' })
      return { kind: 'claimed', claim: { id, job: run.job, month, input, actor, fence, attempt } }
    })
  }

  /**
   * Checks inside a transaction that the claim is still valid, locks the row, and records a heartbeat.
   *
   * @throws RunStopped when it was canceled or taken over
   */
  async hold(tx: Transaction, claim: Claim, progress?: { done: number; total: number }): Promise<void> {
    const { id, fence } = claim
    const values: SqlValue[] = progress ? [progress.done, progress.total] : []
    const held = await tx.run(
      `UPDATE job_run SET heartbeat_at = ?${progress ? ', done = ?, total = ?' : ''}
       WHERE id = ? AND fence = ? AND status = 'RUNNING' AND cancel_requested_at IS NULL`,
      [realNow(), ...values, id, fence],
    )
    if (held === 1) {
      if (progress) await this.tell(tx, claim, { kind: 'progressed', ...progress })
      return
    }
    const run = await tx.manager.findOneBy(JobRun, { id })
    const ours = run?.fence === fence && run.status === 'RUNNING'
    throw new RunStopped(ours ? 'canceled' : 'taken over')
  }

  /** Records the end of a run once; an owner with an old fence records nothing. */
  async end(
    claim: Claim,
    status: 'SUCCEEDED' | 'FAILED' | 'CANCELED',
    { result = null, error = null }: { result?: unknown; error?: JobRun['error'] },
  ): Promise<boolean> {
    return this.ownedBy(claim, async (tx) => {
      await tx.manager.update(
        JobRun,
        { id: claim.id },
        { status, activeKey: null, result: result as never, error, finishedAt: this.clock.instant() },
      )
      await this.tell(tx, claim, { kind: 'ended', status })
    })
  }

  /**
   * Returns a run to the queue, or ends it when it was canceled.
   *
   * @param counts whether this attempt counts towards the job's retries
   * @returns undefined when the run has another owner
   */
  async requeue(
    claim: Claim,
    delay: number,
    line: string,
    { counts }: { counts: boolean },
  ): Promise<'QUEUED' | 'CANCELED' | undefined> {
    let status: 'QUEUED' | 'CANCELED' = 'QUEUED'
    const ours = await this.ownedBy(claim, async (tx, run) => {
      status = run.cancelRequestedAt ? 'CANCELED' : 'QUEUED'
      if (status === 'CANCELED') {
        await this.endRow(tx, run, status, null)
        return
      }
      await tx.manager.update(
        JobRun,
        { id: claim.id },
        {
          status,
          attempt: counts ? claim.attempt : claim.attempt - 1,
          dueAt: new Date(Date.now() + delay).toISOString(),
        },
      )
      await this.addLine(tx, claim.id, counts ? 'warning' : 'info', line)
    })
    return ours ? status : undefined
  }

  /**
   * Cancels a queued run at once, a running one at its next chunk.
   *
   * @param who is shown in the run's log
   * @throws Problem NOT_FOUND, STATUS_CONFLICT when it has ended
   */
  async cancel(id: string, who: string): Promise<JobRun> {
    return this.database.write(async (tx) => {
      const run = await tx.findLocked(JobRun, { id })
      if (!run) throw noSuchRun()
      if (run.status !== 'QUEUED' && run.status !== 'RUNNING') {
        throw new Problem(
          'STATUS_CONFLICT',
          `The run has ended already (${run.status}): there is nothing to cancel. Run the job again to change what it did.`,
        )
      }
      await this.addLine(tx, id, 'info', `Canceled by ${who}.`)
      if (run.status === 'QUEUED' || isDead(run)) return this.endRow(tx, run, 'CANCELED', null)
      await tx.manager.update(JobRun, { id }, { cancelRequestedAt: this.clock.instant() })
      return { ...run, cancelRequestedAt: this.clock.instant() }
    })
  }

  /** Runs of these jobs that wait for work and whose turn it is: queued and due, or left by a dead owner. */
  async waiting(jobs: readonly string[]): Promise<(Handout & { job: string })[]> {
    return this.database.read(async (tx) => {
      const active = await tx.manager.find(JobRun, {
        select: {
          id: true,
          job: true,
          status: true,
          lane: true,
          owner: true,
          attempt: true,
          dueAt: true,
          heartbeatAt: true,
        },
        where: { status: In(['QUEUED', 'RUNNING']), job: In([...jobs]) },
        order: { dueAt: 'ASC', place: 'ASC' },
      })
      const due = active.filter((run) => isDue(run) || isDead(run))
      const before = await waitedFor(tx, due)
      return due.filter(({ id }) => !before.has(id)).map(({ id, job, attempt }) => ({ id, job, attempt }))
    })
  }

  /** The run that this one waits for in its lane. */
  async waitedFor(id: string): Promise<WaitedFor | undefined> {
    return this.database.read(async (tx) => {
      const run = await tx.manager.findOneBy(JobRun, { id })
      return run ? (await waitedFor(tx, [run])).get(id) : undefined
    })
  }

  /**
   * Keeps lanes moving: gives queued runs of these jobs a sign of life, and ends runs of other jobs that had none for
   * long, because no process knows their job any more.
   */
  async clearLanes(jobs: readonly string[]): Promise<void> {
    const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()
    const active = await this.database.read((tx) =>
      tx.manager.find(JobRun, {
        select: { id: true, job: true, status: true, heartbeatAt: true },
        where: { status: In(['QUEUED', 'RUNNING']), lane: Not(IsNull()) },
      }),
    )
    const queued = active.filter(
      ({ job, status, heartbeatAt }) =>
        status === 'QUEUED' && jobs.includes(job) && heartbeatAt < ago(SIGN_OF_LIFE_MS),
    )
    if (queued.length > 0)
      await this.database.write((tx) =>
        tx.manager.update(
          JobRun,
          { id: In(queued.map(({ id }) => id)), status: 'QUEUED' },
          { heartbeatAt: realNow() },
        ),
      )
    const isForsaken = ({ job, heartbeatAt }: Pick<JobRun, 'job' | 'heartbeatAt'>) =>
      !jobs.includes(job) && heartbeatAt < ago(FORSAKEN_AFTER_MS)
    for (const { id } of active.filter(isForsaken)) {
      await this.database.write(async (tx) => {
        const run = await tx.findLocked(JobRun, { id })
        const isActive = run?.status === 'QUEUED' || run?.status === 'RUNNING'
        if (run && isActive && isForsaken(run)) await this.endRow(tx, run, 'FAILED', FORSAKEN)
      })
    }
  }

  /**
   * Removes old runs of schedules and of prompt jobs with their log lines.
   *
   * @param light names of the jobs whose successful runs are kept only briefly
   */
  async prune(light: readonly string[], prompt: readonly string[] = []): Promise<void> {
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    const isLight = light.length > 0 ? `job IN (${placeholders(light)})` : '1 = 0'
    const isPrompt = prompt.length > 0 ? `job IN (${placeholders(prompt)})` : '1 = 0'
    const old = `(slot LIKE '${SCHEDULED_SLOT}%' OR ${isPrompt})
      AND (finished_at < ? OR (${isLight} AND status = 'SUCCEEDED' AND finished_at < ?))`
    const values = [...prompt, ago(SCHEDULED_KEPT_DAYS), ...light, ago(LIGHT_KEPT_DAYS)]
    for (let pruned = PRUNE_CHUNK; pruned === PRUNE_CHUNK; ) {
      pruned = await this.database.write(async (tx) => {
        const runs = await tx.rows<{ id: string }>(
          `SELECT id FROM job_run WHERE ${old} LIMIT ${PRUNE_CHUNK}`,
          values,
        )
        const ids = runs.map(({ id }) => id)
        if (ids.length === 0) return 0
        await tx.run(`DELETE FROM job_run_line WHERE run_id IN (${placeholders(ids)})`, ids)
        return tx.run(`DELETE FROM job_run WHERE id IN (${placeholders(ids)})`, ids)
      })
    }
  }

  async addLine(tx: Transaction, runId: string, level: LogLevel, text: string): Promise<void> {
    await tx.manager.insert(JobRunLine, { runId, at: realNow(), level, text: text.slice(0, MAX_LINE) })
  }

  /** @throws Problem NOT_FOUND */
  async find(id: string): Promise<JobRunView> {
    return this.database.read(async (tx) => {
      const run = await tx.manager.findOneBy(JobRun, { id })
      if (!run) throw noSuchRun()
      return toView(run, (await waitedFor(tx, [run])).get(id))
    })
  }

  /** @param job runs of this job only, or those of every job except light ones that succeeded */
  async list(job: string | { light: readonly string[] }, stretch: Stretch): Promise<JobRunView[]> {
    return this.database.read(async (tx) => {
      const { condition, values, end } = seek(tx, ['created_at', 'id'], stretch, 'DESC')
      const [wanted, names] =
        typeof job === 'string'
          ? ['job = ?', [job]]
          : [`(status <> 'SUCCEEDED' OR job NOT IN (${placeholders(job.light)}))`, job.light]
      const ids = await tx.rows<{ id: string }>(
        `SELECT id FROM job_run WHERE ${wanted} AND ${condition} ${end}`,
        [...names, ...values],
      )
      const runs = await tx.manager.find(JobRun, {
        where: { id: In(ids.map(({ id }) => id)) },
        order: { createdAt: 'DESC', id: 'DESC' },
      })
      const before = await waitedFor(tx, runs)
      return runs.map((run) => toView(run, before.get(run.id)))
    })
  }

  /** @throws Problem NOT_FOUND */
  async lines(runId: string, stretch: Stretch): Promise<JobRunLineView[]> {
    return this.database.read(async (tx) => {
      if (!(await tx.manager.existsBy(JobRun, { id: runId }))) throw noSuchRun()
      const { condition, values, end } = seek(tx, ['id'], stretch)
      return tx.rows<JobRunLineView>(
        `SELECT id, at, level, text FROM job_run_line WHERE run_id = ? AND ${condition} ${end}`,
        [runId, ...values],
      )
    })
  }

  private async insert(
    job: Job,
    start: JobStart,
    state: Pick<JobRun, 'status' | 'fence' | 'attempt'> & Partial<Pick<JobRun, 'owner' | 'startedAt'>>,
  ): Promise<Added | undefined> {
    const { month = null, input = null, actor = null, slot = null } = start
    const only = job.monthly ? month : (start.only ?? (job.frequent ? 'everything' : undefined))
    const activeKey = only ? `${job.name}:${only}` : null
    const lane = job.lane ?? null
    const run = { id: randomUUID(), job: job.name, month, input, actor, ...state }
    try {
      const ended = await this.database.write(async (tx) => {
        const place = lane === null ? null : await nextPlace(tx, lane)
        const dead = activeKey ? await this.endDeadHolder(tx, activeKey) : undefined
        const now = realNow()
        const rest = {
          lane,
          place,
          activeKey,
          slot,
          dueAt: now,
          heartbeatAt: now,
          createdAt: this.clock.instant(),
        }
        await tx.manager.insert(JobRun, { ...run, ...rest, input: input as never, done: 0, total: 0 })
        if (run.status === 'RUNNING') await this.tell(tx, run, { kind: 'started' })
        return dead
      })
      return { run, ended }
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error
      if (slot && (await this.hasSlot(job.name, slot))) return undefined
      throw new Problem(
        'JOB_ALREADY_RUNNING',
        `${job.name} is already running for ${only}. Wait for it to end.`,
      )
    }
  }

  /** Ends a run that holds this key and whose owner has died. */
  private async endDeadHolder(tx: Transaction, activeKey: string): Promise<JobRun | undefined> {
    const run = await tx.findLocked(JobRun, { activeKey })
    return run && isDead(run) ? this.endRow(tx, run, 'FAILED', INTERRUPTED) : undefined
  }

  /**
   * The latest scheduled instant, at least some minutes after the one of a slot, that has a run already. There is one only
   * where the clock has been set back.
   */
  async laterInstant(job: string, slot: string): Promise<string | undefined> {
    const instant = instantOf(slot)
    const [row] = await this.database.rows<{ slot: string | null }>(
      'SELECT MAX(slot) AS slot FROM job_run WHERE job = ? AND slot > ? AND slot < ?',
      [
        job,
        `${SCHEDULED_SLOT}${new Date(Date.parse(instant) + AHEAD_MS).toISOString()}`,
        `${SCHEDULED_SLOT}:`,
      ],
    )
    return row?.slot ? instantOf(row.slot) : undefined
  }

  private async hasSlot(job: string, slot: string): Promise<boolean> {
    return this.database.read((tx) => tx.manager.existsBy(JobRun, { job, slot }))
  }

  private async ownedBy(
    { id, fence }: Claim,
    work: (tx: Transaction, run: JobRun) => Promise<void>,
  ): Promise<boolean> {
    return this.database.write(async (tx) => {
      const run = await tx.findLocked(JobRun, { id })
      if (run?.status !== 'RUNNING' || run.fence !== fence) return false
      await work(tx, run)
      return true
    })
  }

  /** The fence grows too, so that the last owner can't write any more. */
  private async endRow(
    tx: Transaction,
    run: JobRun,
    status: 'FAILED' | 'CANCELED',
    error: JobRun['error'],
  ): Promise<JobRun> {
    const values = { status, activeKey: null, error, fence: run.fence + 1, finishedAt: this.clock.instant() }
    await tx.manager.update(JobRun, { id: run.id }, values)
    await this.tell(tx, run, { kind: 'ended', status })
    return { ...run, ...values }
  }
}

/** The next place of a lane. Locks the lane until this transaction ends: a later place is never visible earlier. */
async function nextPlace(tx: Transaction, lane: string): Promise<number> {
  await tx.upsert(
    { table: 'job_lane', columns: ['name', 'last'], key: ['name'], update: { last: 'job_lane.last + 1' } },
    [[lane, 1]],
  )
  const { last } = await tx.manager.findOneByOrFail(JobLane, { name: lane })
  return last
}

/**
 * The first unfinished run before each of these in its lane; a run for another month isn't in its way. Runs without one
 * are left out.
 */
async function waitedFor(
  tx: Transaction,
  runs: readonly Pick<JobRun, 'id' | 'lane' | 'status'>[],
): Promise<Map<string, WaitedFor>> {
  const waiting = runs.filter(
    ({ lane, status }) => lane !== null && (status === 'QUEUED' || status === 'RUNNING'),
  )
  if (waiting.length === 0) return new Map()
  const before = await tx.rows<WaitedFor & { waits: string }>(
    `SELECT later.id AS waits, earlier.id, earlier.job, earlier.month, earlier.status
     FROM job_run later JOIN job_run earlier ON earlier.lane = later.lane AND earlier.place < later.place
     WHERE later.id IN (${placeholders(waiting)}) AND earlier.status IN ('QUEUED', 'RUNNING')
       AND (earlier.month = later.month OR earlier.month IS NULL OR later.month IS NULL)
     ORDER BY earlier.place DESC`,
    waiting.map(({ id }) => id),
  )
  return new Map(before.map(({ waits, ...run }) => [waits, run]))
}

/** Real time, independent of the business clock: it measures the age of a heartbeat. */
function realNow(): string {
  return new Date().toISOString()
}

function isDue({ status, dueAt }: Pick<JobRun, 'status' | 'dueAt'>): boolean {
  return status === 'QUEUED' && (dueAt <= realNow() || isAhead(dueAt))
}

/** Nothing is due so late, and no heart beats in times to come: the clock has been set back since. */
function isAhead(instant: string): boolean {
  return instant > new Date(Date.now() + AHEAD_MS).toISOString()
}

function isDead({ status, owner, heartbeatAt }: Pick<JobRun, 'status' | 'owner' | 'heartbeatAt'>): boolean {
  if (status !== 'RUNNING') return false
  const silent = heartbeatAt < new Date(Date.now() - SILENCE_LIMIT_MS).toISOString()
  return silent || isAhead(heartbeatAt) || owner === null || hasEnded(owner)
}

function instantOf(slot: string): string {
  return slot.slice(SCHEDULED_SLOT.length, SCHEDULED_SLOT.length + '2026-12-01T00:00:00.000Z'.length)
}

function noSuchRun(): Problem {
  return new Problem('NOT_FOUND', 'There is no such run.')
}

export function toView(run: JobRun, waitsFor?: WaitedFor): JobRunView {
  return {
    id: run.id,
    job: run.job,
    month: run.month,
    status: run.status,
    progress: { done: run.done, total: run.total },
    result: (run.result ?? null) as JobRunView['result'],
    error: run.error ?? null,
    attempt: run.attempt,
    waitsFor: waitsFor ?? null,
    cancelRequested: run.cancelRequestedAt !== null,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  }
}
