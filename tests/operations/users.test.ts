import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { buildPrograms, type Programs, spawnProgram } from '../support/programs'
import { ADMIN, client, startService, type TestService } from '../support/service'

describe.each(databases())('Accounts from the terminal ($name)', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-users-'))
  let programs: Programs
  let test: TestService
  beforeAll(async () => {
    programs = await buildPrograms({ users: 'server/programs/users.ts' })
    test = await startService(kind)
  })
  afterAll(async () => {
    await test.stop()
    programs.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const users = async (...args: string[]) => {
    const program = spawnProgram(programs.file('users'), args, {
      DATABASE_URL: test.service.configuration.databaseUrl,
    })
    program.process.stdin?.end()
    return { code: await program.ended, output: program.output() }
  }
  const signIn = async (email: string, password: string) =>
    (await test.anonymous.post('/session', { email, password })).status

  it('are added with a password that is shown once, and listed', async () => {
    const added = await users('add', 'Kim@Example.com', '--role', 'planner', '--name', '김플래너')
    expect(added.code).toBe(0)
    const password = /not shown again\): (\S+)/.exec(added.output)![1]!
    expect(await signIn('kim@example.com', password)).toBe(200)
    const listed = await users('list')
    expect(listed.output).toMatch(/kim@example.com +planner +active .* 김플래너/)
    expect(listed.output).not.toContain(password)
    expect((await users('add', 'kim@example.com', '--role', 'planner')).output).toMatch(/account .* already/)
  })

  it('change their role, password and block; sessions end with it, and the security log has it', async () => {
    const file = join(folder, 'password')
    writeFileSync(file, 'a longer sentence for lee\nsecond line')
    await users('add', 'lee@example.com', '--role', 'planner', '--password-file', file)
    const { body } = await test.anonymous.post('/session', {
      email: 'lee@example.com',
      password: 'a longer sentence for lee',
    })
    const lee = client(test.origin, body.token)
    expect((await lee.get('/session')).body.user).toMatchObject({ email: 'lee@example.com' })
    expect((await users('role', 'lee@example.com', 'operator')).output).toMatch(/operator/)
    expect((await lee.get('/session')).status).toBe(401)
    expect((await users('block', 'lee@example.com')).output).toMatch(/blocked/)
    expect(await signIn('lee@example.com', 'a longer sentence for lee')).toBe(401)
    await users('unblock', 'lee@example.com')
    const reset = await users('reset', 'lee@example.com')
    expect(await signIn('lee@example.com', /not shown again\): (\S+)/.exec(reset.output)![1]!)).toBe(200)
    const { items } = (await test.admin.get('/security-events?limit=100')).body
    const actions = items
      .filter(({ subject }: { subject: string }) => subject === 'lee@example.com')
      .map(({ action }: { action: string }) => action)
    expect(actions).toEqual(expect.arrayContaining(['ACCOUNT_CREATED', 'ACCOUNT_CHANGED', 'PASSWORD_RESET']))
  })

  it('refuse what the service refuses, and say how they are called', async () => {
    expect(await users('block', ADMIN.email)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/last administrator/),
    })
    const weak = join(folder, 'weak')
    writeFileSync(weak, 'flightsheet1')
    expect(await users('reset', ADMIN.email, '--password-file', weak)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/password/),
    })
    expect(await users('block', 'nobody@example.com')).toMatchObject({ code: 1 })
    for (const args of [
      ['role', ADMIN.email],
      ['add', 'no-address', '--role', 'planner'],
      ['add', 'a@b.c'],
      ['frobnicate', 'a@b.c'],
    ])
      expect(await users(...args)).toMatchObject({
        code: 2,
        output: expect.stringContaining('npm run users -- list'),
      })
  })
})
