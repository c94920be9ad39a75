import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { MovableClock } from '../support/movable-clock'
import { ADMIN, CLOCK, type Client, client, startService, type TestService } from '../support/service'

const NEW_PASSWORD = 'lantern in the harbour'
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36'

describe.each(databases())('Sessions on $name', (kind) => {
  const clock = new MovableClock(CLOCK)
  let running: TestService
  beforeAll(async () => {
    running = await startService(kind, { SESSION_IDLE_MINUTES: '60', SESSION_HOURS: '8' }, clock)
  })
  afterAll(() => running?.stop())

  const signIn = async (email: string, password = ADMIN.password, agent = CHROME): Promise<Client> => {
    const { status, body } = await running.anonymous.post(
      '/session',
      { email, password },
      { 'user-agent': agent },
    )
    expect(status).toBe(200)
    return client(running.origin, body.token)
  }
  const signedIn = async (one: Client) => (await one.get('/session')).status === 200
  const later = (minutes: number) =>
    clock.moveTo(new Date(clock.now().getTime() + minutes * 60_000).toISOString())
  const writtenDown = (one: Client) =>
    eventually(async () => {
      const { items } = (await one.get('/me/sessions')).body
      return items.find(({ current }: { current: boolean }) => current).lastUsedAt === clock.instant()
    })
  const adminAgain = async () => {
    running.admin.token = ''
    return signIn(ADMIN.email)
  }

  it('end when nobody has used them for the idle time, and each use begins it anew', async () => {
    const used = await running.signInAs('planner', 'used@example.com')
    const left = await signIn('used@example.com')
    for (let i = 0; i < 4; i++) {
      later(40)
      expect(await signedIn(used)).toBe(true)
      await writtenDown(used)
    }
    expect(await signedIn(left)).toBe(false)
    expect(await running.service.accounts.signIn('used@example.com', ADMIN.password)).toBeDefined()
  })

  it('end after their lifetime, however much they are used', async () => {
    const planner = await signIn('used@example.com')
    for (let i = 0; i < 11; i++) {
      later(40)
      expect(await signedIn(planner)).toBe(true)
      await writtenDown(planner)
    }
    later(41)
    expect(await signedIn(planner)).toBe(false)
  })

  it('are listed with where they were begun, and ended one by one or all but this one', async () => {
    const admin = await adminAgain()
    await admin.post('/users', {
      passwordToChange: false,
      email: 'many@example.com',
      name: '많은창',
      role: 'planner',
      password: ADMIN.password,
    })
    const first = await signIn('many@example.com', ADMIN.password, 'x'.repeat(500))
    later(1)
    const second = await signIn('many@example.com')
    later(1)
    const third = await signIn('many@example.com')
    const { items } = (await third.get('/me/sessions')).body
    expect(items.map(({ current }: { current: boolean }) => current)).toEqual([true, false, false])
    expect(items[0]).toMatchObject({ userAgent: CHROME, address: '127.0.0.1', createdAt: clock.instant() })
    expect(items[2].userAgent).toBe('x'.repeat(300))
    expect(JSON.stringify(items)).not.toContain(third.token)

    const page = (await third.get('/me/sessions?limit=2')).body
    const rest = (await third.get(`/me/sessions?limit=2&cursor=${page.nextCursor}`)).body
    expect([...page.items, ...rest.items]).toEqual(items)

    expect((await third.delete(`/me/sessions/${items[1].id}`)).status).toBe(204)
    expect((await third.delete(`/me/sessions/${items[1].id}`)).status).toBe(404)
    expect([await signedIn(first), await signedIn(second), await signedIn(third)]).toEqual([
      true,
      false,
      true,
    ])
    expect((await third.delete('/me/sessions')).body).toEqual({ ended: 1 })
    expect([await signedIn(first), await signedIn(third)]).toEqual([false, true])
  })

  it('of others are seen and ended by administrators only', async () => {
    const admin = await adminAgain()
    later(1)
    const planner = await signIn('many@example.com')
    const other = await signIn('used@example.com')
    const { id } = (await planner.get('/session')).body.user
    const { items } = (await admin.get(`/users/${id}/sessions`)).body
    expect(items.every(({ current }: { current: boolean }) => !current)).toBe(true)
    for (const call of [
      other.get(`/users/${id}/sessions`),
      other.delete(`/users/${id}/sessions`),
      other.delete(`/users/${id}/sessions/${items[0].id}`),
    ])
      expect((await call).status).toBe(403)
    // Another's session is none of one's own.
    expect((await other.delete(`/me/sessions/${items[0].id}`)).status).toBe(404)
    expect(await signedIn(planner)).toBe(true)
    expect((await admin.delete(`/users/${id}/sessions/${items[0].id}`)).status).toBe(204)
    expect(await signedIn(planner)).toBe(false)
    expect((await admin.delete(`/users/${id}/sessions`)).body.ended).toBeGreaterThan(0)
    expect((await admin.get(`/users/${id}/sessions`)).body).toEqual({ items: [] })
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect((await admin.get(`/users/${nobody}/sessions`)).status).toBe(404)
    expect((await admin.delete(`/users/${nobody}/sessions`)).status).toBe(404)
  })

  it('other than the one that changes the password end with the change', async () => {
    const [here, there] = [await signIn('many@example.com'), await signIn('many@example.com')]
    const change = (currentPassword: string, newPassword: string) =>
      here.put('/me/password', { currentPassword, newPassword })
    const fault = async (answer: ReturnType<typeof change>) => {
      const { status, body } = await answer
      return [status, body.errors?.[0]]
    }
    expect(await fault(change('a wrong one', NEW_PASSWORD))).toEqual([
      422,
      { path: 'currentPassword', message: 'is not your present password' },
    ])
    expect(await fault(change(ADMIN.password, ADMIN.password))).toEqual([
      422,
      { path: 'newPassword', message: 'must be another one than the present password' },
    ])
    expect((await fault(change(ADMIN.password, '많은창의 비밀번호!')))[1].path).toBe('newPassword')
    expect(await signedIn(there)).toBe(true)
    expect((await change(ADMIN.password, NEW_PASSWORD)).status).toBe(204)
    expect([await signedIn(here), await signedIn(there)]).toEqual([true, false])
    const old = await running.anonymous.post('/session', {
      email: 'many@example.com',
      password: ADMIN.password,
    })
    expect(old.status).toBe(401)
    expect(await signedIn(await signIn('many@example.com', NEW_PASSWORD))).toBe(true)
  })

  it('need a token, and their answers have an id that the log has too', async () => {
    for (const answer of [
      await running.anonymous.put('/me/password', { currentPassword: 'x', newPassword: NEW_PASSWORD }),
      await running.anonymous.get('/me/sessions'),
      await running.anonymous.delete('/me/sessions'),
    ]) {
      expect(answer.status).toBe(401)
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})
