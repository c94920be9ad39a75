import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, type TestDatabase } from '../support/databases'
import { buildPrograms, type Programs, type Spawned, spawnProgram } from '../support/programs'
import { environment, hasBegun, hasEnded, join, linesOf, type Member, until, writes } from './harness'

describe.each(databases())('Processes that work on runs ($name)', (kind) => {
  let base: TestDatabase
  let env: Record<string, string>
  let here: Member
  let programs: Programs
  const spawned: Spawned[] = []

  beforeAll(async () => {
    programs = await buildPrograms({ runner: 'tests/jobs/runner-program.ts', job: 'server/programs/job.ts' })
    base = await kind.createMigrated()
    env = environment(base.url, undefined)
    here = await join(env)
  })
  afterAll(async () => {
    for (const { process, ended } of spawned) {
      process.kill('SIGKILL')
      await ended
    }
    await here?.leave()
    await base?.drop()
    programs?.remove()
  })

  const runner = (...args: string[]): Spawned => {
    const program = spawnProgram(programs.file('runner'), args, env)
    spawned.push(program)
    return program
  }
  const startedBy = (program: Spawned) => /started (\S+)/.exec(program.output())?.[1]

  it('make one run of two started together, in two processes', async () => {
    const input = JSON.stringify({ chunks: 20, pause: 30 })
    const both = [runner('monthly', '2026-12', input), runner('monthly', '2026-12', input)]
    await Promise.all(both.map((one) => one.said('open')))
    for (const one of both) one.process.stdin!.write('go\n')
    await Promise.any(both.map((one) => one.said('started')))
    await Promise.any(both.map((one) => one.said('refused JOB_ALREADY_RUNNING')))
    const id = both.map(startedBy).find((one) => one !== undefined)!
    expect((await until(here, id, hasEnded)).status).toBe('SUCCEEDED')
    expect(await writes(here, id)).toEqual(new Array(20).fill(1))
  })

  it('take over from one that was killed, at once on the same machine', async () => {
    const killed = runner('single', '', JSON.stringify({ chunks: 40, pause: 50 }))
    await killed.said('open')
    killed.process.stdin!.write('go\n')
    await killed.said('started')
    const id = startedBy(killed)!
    await until(here, id, hasBegun)
    killed.process.kill('SIGKILL')
    await killed.ended
    const heir = runner()
    await heir.said('open')
    heir.process.stdin!.write('go\n')
    const run = await until(here, id, hasEnded)
    expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 2, progress: { done: 40, total: 40 } })
    const lines = await linesOf(here, id)
    expect(lines[1]).toMatch(new RegExp(` ${killed.process.pid} .* ended; taken over`))
    expect(lines[2]).toContain(`process ${heir.process.pid}`)
    const written = await writes(here, id)
    expect(written).toHaveLength(40)
    expect(written.at(-1)).toBe(1)
  })

  it('run one job from a terminal, and say in words what is wrong', async () => {
    const command = (...args: string[]) => spawnProgram(programs.file('job'), args, env)
    const listed = command()
    expect(await listed.ended).toBe(0)
    expect(listed.output()).toContain('standard-inventory-load --month YYYY-MM')
    const done = command('standard-inventory-load', '--month', '2026-12')
    expect(await done.ended).toBe(0)
    expect(done.output()).toContain('standard-inventory-load 2026-12: done')
    const without = command('standard-inventory-load')
    expect(await without.ended).toBe(2)
    expect(without.output()).toContain('--month 2026-12')
    const noFile = command('forecast-load', '--file', '/nowhere/forecast.csv')
    expect(await noFile.ended).toBe(2)
    expect(noFile.output()).toContain('There is no file /nowhere/forecast.csv')
    const bad = command('forecast-load', '--file', 'package.json')
    expect(await bad.ended).toBe(1)
    expect(bad.output()).toMatch(/header/)
  })
})
