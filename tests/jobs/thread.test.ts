import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, type TestDatabase } from '../support/databases'
import { buildPrograms, type Programs } from '../support/programs'
import { environment, hasBegun, hasEnded, join, linesOf, type Member, until, writes } from './harness'

/** A thread that does nothing: what delays its event loop is the machine. */
async function idleLoop() {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads')
     const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 5 })
     delay.enable()
     parentPort.once('message', () => parentPort.postMessage(delay.max))
     parentPort.postMessage('ready')`,
    { eval: true },
  )
  await once(worker, 'message')
  return {
    /** In nanoseconds. */
    async longestDelay(): Promise<number> {
      worker.postMessage('end')
      const [longest] = await once(worker, 'message')
      await worker.terminate()
      return longest
    },
  }
}

describe.each(databases())('Jobs in a thread of their own ($name)', (kind) => {
  let programs: Programs
  let base: TestDatabase
  let member: Member

  beforeAll(async () => {
    programs = await buildPrograms({ thread: 'tests/jobs/thread-program.ts' })
    base = await kind.createMigrated()
    member = await join(environment(base.url, undefined), { threadProgram: programs.file('thread') })
  })
  afterAll(async () => {
    await member?.leave()
    await base?.drop()
    programs?.remove()
  })

  it('work there, and report progress, log and result', async () => {
    const id = await member.jobs.start('single', { input: { chunks: 5 } })
    expect(await until(member, id, hasEnded)).toMatchObject({
      status: 'SUCCEEDED',
      progress: { done: 5, total: 5 },
      result: { chunks: 5, attempt: 1 },
    })
    expect(await writes(member, id)).toEqual([1, 1, 1, 1, 1])
    expect(await linesOf(member, id)).toEqual([`attempt 1 in process ${process.pid}`])
  })

  it('take turns with the writes of the service: nobody waits for long, nothing is lost', async () => {
    const id = await member.jobs.start('single', { input: { chunks: 200 } })
    await until(member, id, hasBegun)
    const idle = await idleLoop()
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    let mine = 0
    while (!hasEnded(await member.jobs.runs.find(id))) {
      await member.database.write((tx) =>
        tx.run('INSERT INTO content_owner (code, name, version) VALUES (?, ?, 1)', [`mine-${mine++}`, 'x']),
      )
    }
    delay.disable()
    const machine = await idle.longestDelay()
    expect(await writes(member, id)).toEqual(new Array(200).fill(1))
    const [count] = await member.database.read((tx) =>
      tx.rows<{ n: number }>("SELECT COUNT(*) AS n FROM content_owner WHERE code LIKE 'mine-%'"),
    )
    expect(Number(count!.n)).toBe(mine)
    expect(mine).toBeGreaterThan(5)
    // A generous limit: the test guards against a database that blocks the thread for seconds. What a busy machine keeps from a thread that does nothing isn't the database's.
    expect((delay.max - machine) / 1e6).toBeLessThan(1000)
  })

  it('are canceled there', async () => {
    const id = await member.jobs.start('single', { input: { chunks: 500, pause: 20 } })
    await until(member, id, hasBegun)
    await member.jobs.cancel(id, 'x')
    expect((await until(member, id, hasEnded)).status).toBe('CANCELED')
  })

  it.each(['crash', 'memory'])(
    'repeat a run whose thread ended by a %s; the service lives',
    async (trouble) => {
      const id = await member.jobs.start('single', { input: { chunks: 2, trouble, times: 9 } })
      const between = await until(member, id, ({ status, attempt }) => status === 'QUEUED' && attempt === 1)
      expect(between.error).toBeNull()
      expect((await linesOf(member, id)).at(-1)).toMatch(
        trouble === 'memory' ? /ERR_WORKER_OUT_OF_MEMORY/ : /ended by itself \(7\)/,
      )
      // The next attempt would fail too; a new run shows that a new thread works.
      await member.jobs.cancel(id, 'x')
      const next = await member.jobs.start('single', { input: { chunks: 2 } })
      expect((await until(member, next, hasEnded)).status).toBe('SUCCEEDED')
    },
  )

  it('fail clearly when every attempt ends that way', async () => {
    const id = await member.jobs.start('never-again', { input: { chunks: 2, trouble: 'crash', times: 9 } })
    expect(await until(member, id, hasEnded)).toMatchObject({
      status: 'FAILED',
      error: { code: 'INTERNAL_ERROR', detail: expect.stringContaining('broken off') },
    })
  })
})
