import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { ADMIN, client, startService, type TestService } from '../support/service'

const OWN = 'lantern in the harbour'

describe.each(databases())('What an administrator sets ($name)', (kind) => {
  let running: TestService
  beforeAll(async () => {
    running = await startService(kind)
  })
  afterAll(() => running?.stop())

  const signIn = async (email: string, password = ADMIN.password) => {
    const { status, body } = await running.anonymous.post('/session', { email, password })
    expect(status).toBe(200)
    return { body, client: client(running.origin, body.token) }
  }
  const newcomer = async (email: string, more: object = {}) => {
    const account = { email, name: '새 사람', role: 'planner', password: ADMIN.password, ...more }
    const { status, body } = await running.admin.post('/users', account)
    expect(status).toBe(201)
    return body
  }

  it('as a first password opens nothing but the way to another one', async () => {
    expect(await newcomer('new@example.com')).toMatchObject({ passwordToChange: true, disabled: false })
    const { body, client: one } = await signIn('new@example.com')
    expect(body.user.passwordToChange).toBe(true)
    const refused = await one.get('/campaigns', { 'accept-language': 'ko' })
    expect([refused.status, refused.body.code]).toEqual([403, 'PASSWORD_CHANGE_NEEDED'])
    expect(refused.body.detail).toContain('먼저 비밀번호를 바꿔 주세요')
    expect((await one.get('/session')).body.user.passwordToChange).toBe(true)
    const change = { currentPassword: ADMIN.password, newPassword: OWN }
    expect((await one.put('/me/password', change)).status).toBe(204)
    expect((await one.get('/campaigns')).status).toBe(200)
    expect((await signIn('new@example.com', OWN)).body.user.passwordToChange).toBeUndefined()
  })

  it('as a reset password does the same, unless it says otherwise for a program', async () => {
    const { id } = await newcomer('reset@example.com', { passwordToChange: false })
    expect((await (await signIn('reset@example.com')).client.get('/campaigns')).status).toBe(200)
    expect((await running.admin.patch(`/users/${id}`, { password: OWN })).body.passwordToChange).toBe(true)
    expect((await (await signIn('reset@example.com', OWN)).client.get('/campaigns')).status).toBe(403)
    const program = { password: ADMIN.password, passwordToChange: false }
    expect((await running.admin.patch(`/users/${id}`, program)).body.passwordToChange).toBeUndefined()
    expect((await (await signIn('reset@example.com')).client.get('/campaigns')).status).toBe(200)
    // A change of name leaves the password as it is.
    expect(
      (await running.admin.patch(`/users/${id}`, { name: '이름' })).body.passwordToChange,
    ).toBeUndefined()
  })

  it('tells in the list and in the log, never with the password', async () => {
    await newcomer('listed@example.com')
    const { items } = (await running.admin.get('/users')).body
    expect(items.find(({ email }: { email: string }) => email === 'listed@example.com')).toMatchObject({
      role: 'planner',
      passwordToChange: true,
    })
    const { bytes } = await running.admin.get('/security-events?limit=1000')
    expect(bytes.toString('utf8')).not.toContain(ADMIN.password)
  })

  it('by LOCAL_SIGN_IN decides who has a password at all', async () => {
    const company = {
      MICROSOFT_TENANT_ID: '11111111-2222-3333-4444-555555555555',
      MICROSOFT_CLIENT_ID: '99999999-8888-7777-6666-555555555555',
      COMPANY_ROLES: 'planner=*',
    }
    const other = await startService(kind, { ...company, LOCAL_SIGN_IN: 'admins' })
    await other.admin.post('/users', {
      email: 'planner@example.com',
      name: 'x',
      role: 'planner',
      password: OWN,
    })
    const { status, body } = await other.anonymous.post('/session', {
      email: 'planner@example.com',
      password: OWN,
    })
    expect([status, body.code, body.why]).toEqual([403, 'COMPANY_SIGN_IN_REFUSED', 'PASSWORDS_OFF'])
    // Who doesn't know the password learns nothing of it.
    const wrong = await other.anonymous.post('/session', { email: 'planner@example.com', password: 'wrong' })
    expect(wrong.body.code).toBe('WRONG_CREDENTIALS')
    await other.stop()
  })
})
