import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purgeSessions } from '../../server/accounts/purge-sessions'
import { Service } from '../../server/programs/service'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../server/setup/demo-accounts'
import { firstStart } from '../../server/setup/first-start'
import { databases } from '../support/databases'
import { runJob } from '../support/run-job'
import { ADMIN, client, startService, type TestService } from '../support/service'

describe.each(databases())('accounts on $name', (kind) => {
  let running: TestService
  beforeAll(async () => {
    running = await startService(kind)
  })
  afterAll(() => running.stop())

  it('ends a token by signing out', async () => {
    const planner = await running.signInAs('planner')
    expect((await planner.get('/session')).body.user.role).toBe('planner')
    expect((await planner.delete('/session')).status).toBe(204)
    expect((await planner.get('/session')).status).toBe(401)
  })

  it('ends the tokens of an account whose password, role or access changes', async () => {
    for (const change of [{ password: 'lantern in the harbour' }, { role: 'operator' }, { disabled: true }]) {
      const email = `${Object.keys(change)[0]}@example.com`
      const planner = await running.signInAs('planner', email)
      const { id } = (await planner.get('/session')).body.user
      expect((await running.admin.patch(`/users/${id}`, change)).status).toBe(200)
      expect((await planner.get('/session')).status).toBe(401)
    }
  })

  it('forgets sessions that have expired', async () => {
    const { database, clock } = running.service
    const planner = await running.signInAs('planner', 'stays@example.com')
    const session = (n: number) => [
      `expired-${n}`,
      'nobody',
      '2026-01-01T00:00:00.000Z',
      '2026-01-08T00:00:00.000Z',
    ]
    const expired = Array.from({ length: 2_500 }, (_, n) => session(n))
    await database.write((tx) =>
      tx.insert('session', ['token_hash', 'account_id', 'created_at', 'expires_at'], expired),
    )
    expect(await runJob(database, purgeSessions(clock.now), '2026-12')).toEqual({ purged: 2_500 })
    expect((await planner.get('/session')).status).toBe(200)
  })

  it('keeps the last administrator', async () => {
    const { id } = (await running.admin.get('/session')).body.user
    const { status, body } = await running.admin.patch(`/users/${id}`, { role: 'planner' })
    expect([status, body.code]).toEqual([409, 'IN_USE'])
  })

  it('lets one e-mail wait after 20 wrong passwords, and nobody else', async () => {
    const guess = (path: string) =>
      running.anonymous.post(path, { email: 'victim@example.com', password: 'wrong' })
    for (let i = 0; i < 20; i++) expect((await guess(i % 2 ? '/session' : '/session/')).status).toBe(401)
    const { status, body } = await guess('/session/')
    expect([status, body.code]).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    expect((await running.anonymous.post('/session', ADMIN)).status).toBe(200)
  })

  it('makes demo accounts only in an empty embedded database that only this machine reaches', async () => {
    const { configuration } = running.service
    const { url, drop } = await kind.create()
    const start = async (demoAccounts: boolean) => {
      const settings = {
        ...configuration,
        databaseUrl: url,
        embedded: kind.name === 'sqlite',
        administrator: undefined,
      }
      const service = await Service.create({ ...settings, demoAccounts, port: 0 })
      await firstStart(service)
      return service
    }
    const first = await start(true)
    expect(await first.accounts.count()).toBe(kind.name === 'sqlite' ? DEMO_ACCOUNTS.length : 0)
    await first.close()
    const second = await start(false)
    const signIn = second.accounts.signIn(DEMO_ACCOUNTS[0]!.email, DEMO_PASSWORD)
    await expect(signIn).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' })
    await second.close()
    await drop()
  })

  it('reads no body of somebody unknown, and no address that is badly encoded', async () => {
    const { status } = await client(running.origin, 'nobody').post('/campaigns', '{"not json')
    expect(status).toBe(401)
    const { body } = await running.admin.get('/campaigns/%E0%A4%A')
    expect(body.code).toBe('NOT_FOUND')
  })
})
