import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClock } from '../../server/clock'
import type { Job } from '../../server/jobs/job'
import { JobScheduler } from '../../server/jobs/job-scheduler'
import { createLog } from '../../server/log'
import { databases, type TestDatabase } from '../support/databases'
import { CLOCK } from '../support/service'
import { environment, hasEnded, join, type Member, until } from './harness'

const log = createLog('silent')
const MINUTE = 60_000

/** Says when it fires. */
class WatchedScheduler extends JobScheduler {
  readonly fired: string[] = []

  override async fire(_job: Job, instant: Date): Promise<void> {
    this.fired.push(instant.toISOString())
  }
}

describe.each(databases())('A clock that is set back ($name)', (kind) => {
  let base: TestDatabase
  let member: Member
  beforeAll(async () => {
    base = await kind.createMigrated()
    member = await join(environment(base.url, undefined))
  })
  afterAll(async () => {
    await member.leave()
    await base.drop()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('doesn’t stop schedules: they go on within a minute', () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    vi.setSystemTime('2026-12-02T10:00:30.000Z')
    const scheduler = new WatchedScheduler(
      [{ job: 'single', cron: '* * * * *' }],
      member.jobs,
      createClock(CLOCK),
      log,
    )
    scheduler.start()
    vi.advanceTimersByTime(2 * MINUTE)
    expect(scheduler.fired).toEqual(['2026-12-02T10:01:00.000Z', '2026-12-02T10:02:00.000Z'])
    // One day back.
    vi.setSystemTime('2026-12-01T10:02:30.000Z')
    vi.advanceTimersByTime(3 * MINUTE)
    expect(scheduler.fired.slice(2)).toEqual(['2026-12-01T10:04:00.000Z', '2026-12-01T10:05:00.000Z'])
    scheduler.stop()
  })

  it('has the runs of instants that come again run again, once each', async () => {
    const scheduler = new JobScheduler([], member.jobs, createClock(CLOCK), log)
    const job = member.jobs.all.find(({ name }) => name === 'single')!
    const runs = async () => {
      const found = await member.jobs.runs.list('single', { limit: 100 })
      for (const { id } of found) await until(member, id, hasEnded)
      return found.length
    }
    const at = (instant: string) => scheduler.fire(job, new Date(instant))
    await at('2026-12-01T10:00:00.000Z')
    await at('2026-12-01T10:00:00.000Z')
    await at('2026-12-02T10:00:00.000Z')
    expect(await runs()).toBe(2)
    // The clock was a day ahead.
    await at('2026-12-01T10:00:00.000Z')
    await at('2026-12-01T10:00:00.000Z')
    expect(await runs()).toBe(3)
    await at('2026-12-02T10:00:00.000Z')
    expect(await runs()).toBe(3)
  })

  it('doesn’t keep runs that were queued, or begun by a process that ended, in times to come', async () => {
    const id = await member.jobs.startOnce('single', { slot: 'schedule 2026-12-03T10:00:00.000Z' })
    await until(member, id!, hasEnded)
    const later = new Date(Date.now() + 24 * 60 * MINUTE).toISOString()
    await member.database.write((tx) =>
      tx.run("UPDATE job_run SET status = 'QUEUED', due_at = ?, finished_at = NULL WHERE id = ?", [
        later,
        id!,
      ]),
    )
    expect((await member.jobs.runs.waiting(['single'])).map((run) => run.id)).toEqual([id])
    await member.database.write((tx) =>
      tx.run("UPDATE job_run SET status = 'RUNNING', owner = 'elsewhere', heartbeat_at = ? WHERE id = ?", [
        later,
        id!,
      ]),
    )
    expect((await member.jobs.runs.waiting(['single'])).map((run) => run.id)).toEqual([id])
    await member.jobs.sweep()
    await until(member, id!, hasEnded)
  })
})
