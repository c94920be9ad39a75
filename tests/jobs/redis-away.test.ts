import Bull from 'bull'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { databases, type TestDatabase } from '../support/databases'
import { Gate } from '../support/gate'
import { testRedis } from '../support/redis'
import { environment, hasEnded, join, type Member, until } from './harness'

const redis = testRedis()

describe.runIf(redis)('The queue in Redis', () => {
  const gate = new Gate(redis?.url ?? '')
  let base: TestDatabase
  let member: Member
  let env: Record<string, string>

  beforeAll(async () => {
    base = await databases()[0]!.create()
    await gate.open()
    env = environment(base.url, { ...redis!, url: gate.url })
  })
  afterAll(async () => {
    await member?.leave()
    await gate.shut()
    await redis!.drop()
    await base?.drop()
  })

  it('forgets the schedules that an earlier version left in it', async () => {
    const old = new Bull('jobs', redis!.url, { prefix: redis!.prefix })
    await old.add({ runId: 'x' }, { repeat: { cron: '0 3 * * *' } })
    await old.add({ runId: 'x' }, { repeat: { cron: '30 3 * * *' } })
    expect(await old.getRepeatableJobs()).toHaveLength(2)
    member = await join(env)
    expect(await old.getRepeatableJobs()).toEqual([])
    await old.close()
  })

  it('is said to be away, and leaves nothing behind, when a run is started', async () => {
    await gate.shut()
    await expect(member.jobs.start('monthly', { month: '2026-12' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      detail: expect.stringContaining('Redis'),
    })
    expect(await member.jobs.runs.list('monthly', { limit: 10 })).toEqual([])
  })

  it('keeps a scheduled run until it is back', async () => {
    const id = await member.jobs.startOnce('single', { slot: 'schedule 2026-12-02T18:00:00.000Z' })
    expect((await member.jobs.runs.find(id!)).status).toBe('QUEUED')
    await gate.open()
    await until(member, id!, (run) => {
      if (run.status === 'QUEUED') void member.jobs.sweep().catch(() => undefined)
      return hasEnded(run)
    })
    expect((await member.jobs.runs.find(id!)).status).toBe('SUCCEEDED')
    const next = await member.jobs.start('monthly', { month: '2026-12' })
    expect((await until(member, next, hasEnded)).status).toBe('SUCCEEDED')
  })

  it('does not keep a process from starting or stopping while it is away', async () => {
    await gate.shut()
    const begun = Date.now()
    const late = await join(env)
    await late.leave()
    expect(Date.now() - begun).toBeLessThan(20_000)
    await gate.open()
  })

  // A rejected promise of ioredis or Bull without a handler would end the process and fail this run.
  it('lets a process start and stop while it hangs', async () => {
    const early = await join(env)
    const connections = gate.inside
    await gate.shut()
    await gate.open({ mute: true })
    await vi.waitFor(() => expect(gate.inside).toBe(connections), 10_000)
    const late = await join(env)
    await Promise.all([early.leave(), late.leave()])
    await gate.shut()
    await gate.open()
  })
})
