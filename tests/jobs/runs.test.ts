import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClock } from '../../server/clock'
import { JobScheduler } from '../../server/jobs/job-scheduler'
import { createLog } from '../../server/log'
import type { TestDatabase } from '../support/databases'
import { CLOCK } from '../support/service'
import { environment, hasBegun, hasEnded, join, linesOf, type Member, places, until, writes } from './harness'
import { cleanedUp } from './test-jobs'

describe.each(places())('Runs of jobs ($name)', ({ kind, redis }) => {
  let base: TestDatabase
  let env: Record<string, string>
  let one: Member
  let other: Member

  beforeAll(async () => {
    base = await kind.createMigrated()
    env = environment(base.url, redis)
    one = await join(env)
    other = await join(env)
  })
  afterAll(async () => {
    await one?.leave()
    await other?.leave()
    await redis?.drop()
    await base?.drop()
  })

  it('runs to the end with progress, result and log', async () => {
    const id = await one.jobs.start('single', { input: { chunks: 3 } })
    const run = await until(one, id, hasEnded)
    expect(run).toMatchObject({
      job: 'single',
      month: null,
      status: 'SUCCEEDED',
      progress: { done: 3, total: 3 },
      result: { chunks: 3, attempt: 1 },
      error: null,
      attempt: 1,
      cancelRequested: false,
    })
    expect(await writes(one, id)).toEqual([1, 1, 1])
    expect(await linesOf(one, id)).toEqual([`attempt 1 in process ${process.pid}`])
  })

  it('makes one run of two that are started together for a month', async () => {
    const start = { month: '2026-12', input: { chunks: 2, pause: 50 } }
    const answers = await Promise.allSettled([one, other].map(({ jobs }) => jobs.start('monthly', start)))
    const started = answers.filter((answer) => answer.status === 'fulfilled')
    expect(started).toHaveLength(1)
    expect(answers.find((answer) => answer.status === 'rejected')?.reason).toMatchObject({
      code: 'JOB_ALREADY_RUNNING',
    })
    const id = started[0]!.value
    expect((await until(one, id, hasEnded)).status).toBe('SUCCEEDED')
    expect(await writes(one, id)).toEqual([1, 1])
    const again = await other.jobs.start('monthly', start)
    expect((await until(one, again, hasEnded)).status).toBe('SUCCEEDED')
  })

  it('makes one run of a scheduled instant, whoever fires it', async () => {
    const log = createLog('silent')
    const instant = new Date('2026-12-01T18:00:00.000Z')
    await Promise.all(
      [one, other, one, other].map(async ({ jobs }) => {
        const scheduler = new JobScheduler([], jobs, createClock(CLOCK), log)
        const job = jobs.all.find(({ name }) => name === 'monthly')!
        await scheduler.fire(job, instant)
      }),
    )
    const rows = await one.database.read((tx) =>
      tx.rows<{ id: string; slot: string }>('SELECT id, slot FROM job_run WHERE slot IS NOT NULL'),
    )
    expect(rows.map(({ slot }) => slot)).toEqual(['schedule 2026-12-01T18:00:00.000Z 2026-12'])
    await until(one, rows[0]!.id, hasEnded)
    // Also after the first run has ended.
    expect(await other.jobs.startOnce('monthly', { month: '2026-12', slot: rows[0]!.slot })).toBeUndefined()
  })

  it('tells people once, whichever process has the run, also when two look at the same moment', async () => {
    await one.database.write(async (tx) => {
      await tx.insert(
        'account',
        ['id', 'email', 'name', 'role', 'password_hash', 'disabled', 'created_at'],
        [['operator-1', 'operator@example.com', '운영', 'operator', 'x', 0, CLOCK]],
      )
      await tx.insert(
        'job_run',
        [
          'id',
          'job',
          'status',
          'input',
          'error',
          'done',
          'total',
          'heartbeat_at',
          'created_at',
          'finished_at',
          'fence',
          'attempt',
        ],
        [
          [
            'failed-file',
            'forecast-load',
            'FAILED',
            '{"name":"a.csv"}',
            '{"code":"X","detail":"It is damaged."}',
            0,
            0,
            CLOCK,
            CLOCK,
            CLOCK,
            1,
            1,
          ],
        ],
      )
    })
    const slots = ['schedule 2026-12-01T03:00:00.000Z', 'schedule 2026-12-01T03:01:00.000Z']
    const started = await Promise.all(
      slots.flatMap((slot) => [one, other].map(({ jobs }) => jobs.startOnce('notify', { slot }))),
    )
    const ids = started.filter((id) => id !== undefined)
    expect(ids).toHaveLength(slots.length)
    const runs = await Promise.all(ids.map((id) => until(one, id, hasEnded)))
    expect(runs.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED'])
    const raised = runs.map(({ result }) => (result as { raised: number }).raised)
    expect(raised[0]! + raised[1]!).toBe(1)
    const told = await other.database.rows<{ rule: string; accountId: string }>(
      'SELECT t.rule AS rule, n.account_id AS accountId FROM notification n JOIN notice t ON t.id = n.notice_id',
    )
    expect(told).toEqual([{ rule: 'FILE_FAILED', accountId: 'operator-1' }])
  })

  it('cancels a running run at its next chunk, from another process too', async () => {
    const id = await one.jobs.start('single', { input: { chunks: 400, pause: 20 } })
    await until(one, id, hasBegun)
    const asked = await other.jobs.cancel(id, 'operator@example.com')
    expect(asked).toMatchObject({ status: 'RUNNING', cancelRequested: true })
    const run = await until(one, id, hasEnded)
    expect(run).toMatchObject({ status: 'CANCELED', error: null, result: null })
    expect(run.progress.done).toBeLessThan(400)
    expect(await linesOf(one, id)).toContain('Canceled by operator@example.com.')
    await expect(one.jobs.cancel(id, 'x')).rejects.toMatchObject({ code: 'STATUS_CONFLICT' })
    // The clean-up runs after the end is on the disk; other processes see the end a moment before.
    await vi.waitFor(() => expect(cleanedUp).toContainEqual({ chunks: 400, pause: 20 }))
  })

  it('cancels a queued run at once, and never begins it', async () => {
    const row = { job: 'single', status: 'QUEUED', due_at: '2999-01-01T00:00:00.000Z' }
    const id = await insertRow(row)
    expect(await one.jobs.cancel(id, 'x')).toMatchObject({ status: 'CANCELED' })
    await one.jobs.sweep()
    expect((await one.jobs.runs.find(id)).attempt).toBe(0)
  })

  it('repeats what something that was away has broken, with a pause, and tells', async () => {
    const id = await one.jobs.start('single', { input: { chunks: 2, trouble: 'unreachable' } })
    const run = await until(one, id, hasEnded)
    expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 2 })
    expect(await writes(one, id)).toEqual([2, 1])
    expect((await linesOf(one, id)).join('\n')).toMatch(
      /Attempt 1 failed \(ECONNREFUSED: connect ECONNREFUSED\). Again in 2 s./,
    )
  })

  it.each([
    ['problem', 'FORECAST_FILE_INVALID', 'The file is a poem.'],
    ['bug', 'INTERNAL_ERROR', expect.stringContaining('failed unexpectedly')],
  ])('does not repeat a %s', async (trouble, code, detail) => {
    const id = await one.jobs.start('single', { input: { chunks: 1, trouble, times: 9 } })
    expect(await until(one, id, hasEnded)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      result: null,
      error: { code, detail },
    })
  })

  it('does not repeat what is not safe to be repeated', async () => {
    const id = await one.jobs.start('never-again', { input: { chunks: 1, trouble: 'unreachable' } })
    expect(await until(one, id, hasEnded)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'UNAVAILABLE', detail: expect.stringContaining('ECONNREFUSED') },
    })
  })

  it('takes over a run whose owner is silent, and fences the owner off when it comes back', async () => {
    const id = await one.jobs.start('single', { input: { chunks: 3, pause: 400, deaf: true } })
    await until(one, id, hasBegun)
    // To the other processes the owner seems to have stopped.
    await one.database.write((tx) =>
      tx.run("UPDATE job_run SET heartbeat_at = '2020-01-01T00:00:00.000Z' WHERE id = ?", [id]),
    )
    await other.jobs.sweep()
    const run = await until(one, id, hasEnded)
    expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 2 })
    await sleep(500)
    expect(await one.jobs.runs.find(id)).toEqual(run)
    const written = await writes(one, id)
    // The old owner wrote its first chunk, and none after the take-over.
    expect(written[0]).toBe(2)
    expect(written.slice(1)).toEqual([1, 1])
  })

  it('ends a run that has died too often', async () => {
    const id = await insertRow({
      job: 'single',
      status: 'RUNNING',
      attempt: 3,
      owner: 'elsewhere 1 x',
      heartbeat_at: '2020-01-01T00:00:00.000Z',
    })
    await one.jobs.sweep()
    expect(await until(one, id, hasEnded)).toMatchObject({ status: 'FAILED', error: { code: 'INTERRUPTED' } })
  })

  it('clears away after a run whose place a new one takes because its owner has died', async () => {
    const input = { chunks: 1, pause: 1 }
    const dead = await insertRow({
      job: 'monthly',
      status: 'RUNNING',
      month: '2031-01',
      active_key: 'monthly:2031-01',
      owner: 'elsewhere 1 x',
      heartbeat_at: '2020-01-01T00:00:00.000Z',
      input: JSON.stringify(input),
    })
    const id = await one.jobs.start('monthly', { month: '2031-01' })
    expect((await one.jobs.runs.find(dead)).status).toBe('FAILED')
    expect(cleanedUp).toContainEqual(input)
    expect((await until(one, id, hasEnded)).status).toBe('SUCCEEDED')
  })

  it('clears away after a run that was canceled while its process stops', async () => {
    const third = await join(env)
    const input = { chunks: 3, pause: 200 }
    const id = await insertRow({ job: 'single', status: 'QUEUED', input: JSON.stringify(input) })
    await third.jobs.sweep()
    await until(one, id, hasBegun)
    await one.database.write((tx) =>
      tx.run('UPDATE job_run SET cancel_requested_at = ? WHERE id = ?', [CLOCK, id]),
    )
    await third.leave()
    expect(await until(one, id, hasEnded)).toMatchObject({ status: 'CANCELED' })
    await vi.waitFor(() => expect(cleanedUp).toContainEqual(input))
  })

  it('clears away after a run that was canceled during an attempt that fails, and offers it no more', async () => {
    const input = { chunks: 2, pause: 300, deaf: true, trouble: 'unreachable' } as const
    const id = await one.jobs.start('single', { input })
    await until(one, id, hasBegun)
    await one.database.write((tx) =>
      tx.run('UPDATE job_run SET cancel_requested_at = ? WHERE id = ?', [CLOCK, id]),
    )
    expect(await until(one, id, hasEnded)).toMatchObject({ status: 'CANCELED', attempt: 1 })
    await vi.waitFor(() => expect(cleanedUp).toContainEqual(input))
  })

  it('gives a run back when its process stops in order, and the next process ends it', async () => {
    const third = await join(env)
    // The third member works alone: the others take no part until it has left.
    const id = await insertRow({ job: 'single', status: 'QUEUED', input: '{"chunks":30,"pause":30}' })
    await third.jobs.sweep()
    await until(one, id, hasBegun)
    await third.leave()
    const between = await one.jobs.runs.find(id)
    if (!redis) expect(between).toMatchObject({ status: 'QUEUED', attempt: 0 })
    await one.jobs.sweep()
    expect(await until(one, id, hasEnded)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 })
  })

  it('keeps a frequent run waiting for no other, and makes one of it at a time', async () => {
    const slow = await one.jobs.start('single', { input: { chunks: 100, pause: 50 } })
    await until(one, slow, hasBegun)
    const first = await one.jobs.start('often', { input: { chunks: 5, pause: 20 } })
    await expect(other.jobs.start('often', {})).rejects.toMatchObject({ code: 'JOB_ALREADY_RUNNING' })
    expect((await until(one, first, hasEnded)).status).toBe('SUCCEEDED')
    const second = await other.jobs.start('often', { input: { chunks: 1 } })
    expect((await until(one, second, hasEnded)).status).toBe('SUCCEEDED')
    expect((await one.jobs.runs.find(slow)).status).toBe('RUNNING')
    await one.jobs.cancel(slow, 'a test')
    expect((await until(one, slow, hasEnded)).status).toBe('CANCELED')
  })

  it('lists its runs, the newest first', async () => {
    const runs = await one.jobs.runs.list('never-again', { limit: 10 })
    expect(runs.map(({ job }) => job)).toEqual(['never-again'])
  })

  async function insertRow(values: Record<string, string | number>): Promise<string> {
    const row: Record<string, string | number> = {
      id: `${Math.random().toString(16).slice(2, 10)}-test`,
      done: 0,
      total: 0,
      heartbeat_at: new Date().toISOString(),
      created_at: CLOCK,
      ...values,
    }
    await one.database.write((tx) => tx.insert('job_run', Object.keys(row), [Object.values(row)]))
    return String(row.id)
  }
})
