import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../support/databases'
import { buildPrograms, type Programs, type Spawned, spawnProgram } from '../support/programs'
import { environment, hasBegun, hasEnded, join, type Member, places, until } from './harness'

describe.each(places())('A lane of runs ($name)', ({ kind, redis }) => {
  let base: TestDatabase
  let env: Record<string, string>
  let one: Member
  let other: Member
  let programs: Programs

  beforeAll(async () => {
    programs = await buildPrograms({ runner: 'tests/jobs/runner-program.ts' })
    base = await kind.create()
    env = environment(base.url, redis)
    one = await join(env)
    other = await join(env)
    for (const { jobs } of [one, other]) jobs.lookAfter()
  })
  afterAll(async () => {
    await one?.leave()
    await other?.leave()
    await redis?.drop()
    await base?.drop()
    programs?.remove()
  })

  const slow = { chunks: 10, pause: 40 }
  const quick = { chunks: 1 }
  const ends = async (...ids: string[]) => {
    for (const id of ids) expect(await until(one, id, hasEnded)).toMatchObject({ status: 'SUCCEEDED' })
  }
  /** The first and last lines of these runs, in the order in which they were written. */
  const lines = async (...ids: string[]) => {
    const written = await one.database.read((tx) =>
      tx.rows<{ runId: string; text: string }>('SELECT run_id AS runId, text FROM job_run_line ORDER BY id'),
    )
    const own = written.filter(({ runId, text }) => ids.includes(runId) && /^(attempt|end)/.test(text))
    return own.map(({ runId, text }) => `${ids.indexOf(runId)} ${text.split(' ')[0]}`)
  }
  const oneAfterTheOther = (count: number) =>
    Array.from({ length: count }, (_, i) => [`${i} attempt`, `${i} end`]).flat()

  it('works on them in the order in which they were started, by whichever process, and says what waits', async () => {
    const large = await one.jobs.start('file', { input: slow })
    await until(one, large, hasBegun)
    const correction = await other.jobs.start('file', { input: quick })
    const load = await other.jobs.start('load', { month: '2027-01', input: quick })
    const last = await one.jobs.start('file', { input: quick })
    const first = { id: large, job: 'file', month: null, status: 'RUNNING' }
    for (const id of [correction, load, last])
      expect(await one.jobs.runs.find(id)).toMatchObject({ status: 'QUEUED', waitsFor: first })
    expect((await other.jobs.runs.list('load', { limit: 1 }))[0]).toMatchObject({ waitsFor: first })
    expect((await one.jobs.runs.find(large)).waitsFor).toBeNull()
    await ends(large, correction, load, last)
    expect(await lines(large, correction, load, last)).toEqual(oneAfterTheOther(4))
    expect((await one.jobs.runs.find(last)).waitsFor).toBeNull()
  })

  it('lets the runs of different months go side by side', async () => {
    const january = await one.jobs.start('load', { month: '2027-01', input: { chunks: 100, pause: 50 } })
    await until(one, january, hasBegun)
    const february = await other.jobs.start('load', { month: '2027-02', input: quick })
    await ends(february)
    expect(await one.jobs.runs.find(january)).toMatchObject({ status: 'RUNNING', waitsFor: null })
    await one.jobs.cancel(january, 'a test')
    await until(one, january, hasEnded)
  })

  it('keeps the place of a run that is tried again', async () => {
    const again = await one.jobs.start('file', { input: { chunks: 2, trouble: 'unreachable' } })
    const next = await other.jobs.start('file', { input: quick })
    await ends(again, next)
    expect((await lines(again, next)).slice(-3)).toEqual(['0 end', '1 attempt', '1 end'])
  })

  it('goes on at once when a run that others wait for is canceled or fails', async () => {
    const canceled = await one.jobs.start('file', { input: { chunks: 400, pause: 20 } })
    const failing = await one.jobs.start('file', { input: { chunks: 1, trouble: 'problem', times: 9 } })
    const next = await other.jobs.start('file', { input: quick })
    await one.jobs.cancel(canceled, 'a test')
    await ends(next)
    expect((await one.jobs.runs.find(failing)).status).toBe('FAILED')
  })

  it('takes over a run whose owner has died before those that wait for it', async () => {
    const dead = await insertRow({
      job: 'file',
      status: 'RUNNING',
      owner: 'elsewhere 1 x',
      heartbeat_at: LONG_AGO,
    })
    const next = await other.jobs.start('file', { input: quick })
    await ends(dead, next)
    expect(await lines(dead, next)).toEqual(oneAfterTheOther(2))
  })

  it('waits for a run whose job other processes may know, and ends it when none does', async () => {
    const unknown = await insertRow({ job: 'of-another-version', status: 'QUEUED' })
    const next = await one.jobs.start('file', { input: quick })
    await one.jobs.sweep()
    expect(await one.jobs.runs.find(next)).toMatchObject({ status: 'QUEUED', waitsFor: { id: unknown } })
    await one.database.write((tx) =>
      tx.run('UPDATE job_run SET heartbeat_at = ? WHERE id = ?', [LONG_AGO, unknown]),
    )
    await one.jobs.sweep()
    await ends(next)
    expect(await one.jobs.runs.find(unknown)).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'UNAVAILABLE',
        detail: expect.stringContaining('No process of this service knows the job'),
      },
    })
  })

  it('gives runs that wait a sign of life, so that nobody takes them for forgotten', async () => {
    const waiting = await insertRow({
      job: 'file',
      status: 'QUEUED',
      due_at: '2999-01-01T00:00:00.000Z',
      heartbeat_at: LONG_AGO,
    })
    await one.jobs.sweep()
    const rows = await one.database.read((tx) =>
      tx.rows<{ heartbeatAt: string }>('SELECT heartbeat_at AS heartbeatAt FROM job_run WHERE id = ?', [
        waiting,
      ]),
    )
    expect(rows[0]!.heartbeatAt > LONG_AGO).toBe(true)
    await one.jobs.cancel(waiting, 'a test')
  })

  it('makes a run in a terminal wait for its turn', async () => {
    const large = await one.jobs.start('file', { input: slow })
    await until(one, large, hasBegun)
    const terminal = await join({ ...env, REDIS_URL: '' })
    const waited: string[] = []
    let id = ''
    await terminal.jobs.runHere(
      'load',
      { month: '2027-01', input: quick },
      { onStarted: (started) => (id = started), onWait: (run) => waited.push(run.id) },
    )
    await terminal.leave()
    expect(waited).toEqual([large])
    expect(await lines(large, id)).toEqual(oneAfterTheOther(2))
  })

  it('holds for separate processes, also when the first is killed', async () => {
    const program = (input: unknown) =>
      spawnProgram(programs.file('runner'), ['file', '', JSON.stringify(input)], env)
    const [killed, second] = [program({ chunks: 20, pause: 100 }), program(quick)] as const
    const start = async (spawned: Spawned) => {
      await spawned.said('open')
      spawned.process.stdin!.write('go\n')
      await spawned.said('started')
      return /started (\S+)/.exec(spawned.output())![1]!
    }
    const large = await start(killed)
    await until(one, large, hasBegun)
    const next = await start(second)
    killed.process.kill('SIGKILL')
    await killed.ended
    expect(await one.jobs.runs.find(next)).toMatchObject({ status: 'QUEUED', waitsFor: { id: large } })
    await ends(large, next)
    expect((await lines(large, next)).slice(-3)).toEqual(['0 end', '1 attempt', '1 end'])
    second.process.kill('SIGKILL')
    await second.ended
    // Two processes are started.
  }, 120_000)

  let inserted = 0
  /** A run that another version of the service may have left in the lane. */
  async function insertRow(values: Record<string, string | number>): Promise<string> {
    const rows = await one.database.read((tx) =>
      tx.rows<{ last: number }>("SELECT last FROM job_lane WHERE name = 'test'"),
    )
    const row: Record<string, string | number> = {
      id: `${++inserted}-lane-test`,
      done: 0,
      total: 0,
      lane: 'test',
      place: rows[0]?.last ?? 0,
      heartbeat_at: new Date().toISOString(),
      created_at: LONG_AGO,
      ...values,
    }
    await one.database.write((tx) => tx.insert('job_run', Object.keys(row), [Object.values(row)]))
    return String(row.id)
  }
})

const LONG_AGO = '2020-01-01T00:00:00.000Z'
