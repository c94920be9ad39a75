import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keysOf } from '../../server/accounts/common-korean'
import { PasswordPolicy } from '../../server/accounts/password-policy'
import { hashPassword, verifyPassword } from '../../server/accounts/passwords'
import { DEMO_PASSWORD } from '../../server/setup/demo-accounts'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'

const policy = new PasswordPolicy(10)
const owner = { email: 'jiwoo.kim@example.com', name: '김지우' }

describe('A password is refused', () => {
  it.each([
    ['aaaaaaaaaa', /repeats itself/],
    ['가'.repeat(12), /repeats itself/],
    ['abcabcabcabc', /repeats itself/],
    ['1234567890', /most used/],
    ['qwertyuiop', /most used/],
    ['P@ssw0rd2026', /most used/],
    ['samsung1234', /most used/],
    ['0123456789012345', /sequence/],
    ['안녕하세요안녕하세요', /repeats itself|easy/],
    ['dkssudgktpdy', /most used/],
    ['qlalfqjsgh1', /most used/],
    ['안녕하세요123456', /most used|easy/],
    [DEMO_PASSWORD, /name of this product/],
    ['Flight-Sheet 2026!', /name of this product/],
    ['ＦＬＩＧＨＴＳＨＥＥＴ-x7', /name of this product/],
    ['jiwoo.kim-x9Qv', /your name or e-mail/],
    ['x9Qv JIWOO 7wz', /your name or e-mail/],
    ['x9Qv 김지우 7wz', /your name or e-mail/],
    ['short pw', /at least 10 characters/],
  ])('%s', async (password, why) => {
    expect(await policy.faultOf(password, owner)).toMatch(why)
  })
})

describe('A password is accepted', () => {
  it.each([
    'correct horse battery',
    'Xk3-vb90-plq',
    '김치찌개는맛있다정말로',
    'no capital no digit no sign',
    '        🦊 fox and 7 hens',
    `${'x9Qv'.repeat(3)} lantern harbour`,
  ])('%s', async (password) => {
    expect(await policy.faultOf(password, owner)).toBeUndefined()
  })

  it('of the greatest length, without making anybody wait', async () => {
    const begin = performance.now()
    for (const password of ['p4$5w0rd!'.repeat(22).slice(0, 200), 'aB3$'.repeat(50), '1!qQ'.repeat(50)])
      await policy.faultOf(password, owner)
    expect(performance.now() - begin).toBeLessThan(5_000)
  })
})

it('an installation may ask for longer passwords', async () => {
  const strict = new PasswordPolicy(15)
  expect(await strict.faultOf('Xk3-vb90-plq', owner)).toBe('must have at least 15 characters')
  expect(await strict.faultOf('correct horse battery', owner)).toBeUndefined()
})

it('knows under which keys Hangul stands', () => {
  expect(keysOf('안녕하세요')).toBe('dkssudgktpdy')
  expect(keysOf('값 꽉')).toBe('rkqt Rhkr')
})

it('a password in decomposed Hangul is the same password', async () => {
  const composed = '서로 상관없는 낱말'
  expect(await verifyPassword(await hashPassword(composed), composed.normalize('NFD'))).toBe(true)
  expect(await verifyPassword(await hashPassword(composed.normalize('NFD')), composed)).toBe(true)
})

describe.each(databases())('Passwords on $name', (kind) => {
  let running: TestService
  beforeAll(async () => {
    running = await startService(kind)
  })
  afterAll(() => running?.stop())

  it('are judged where an account is created and where an administrator sets one', async () => {
    const account = { email: 'new@example.com', name: '새사람', role: 'planner' }
    const refused = await running.admin.post('/users', { ...account, password: '1234567890' })
    expect([refused.status, refused.body.code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(refused.body.errors).toEqual([
      {
        path: 'password',
        message: 'is among the most used passwords; take several words that do not belong together',
      },
    ])
    const created = await running.admin.post('/users', { ...account, password: 'correct horse battery' })
    expect(created.status).toBe(201)
    const change = await running.admin.patch(`/users/${created.body.id}`, { password: '새사람-새사람-7x' })
    expect([change.status, change.body.detail]).toEqual([
      422,
      'password: must not contain your name or e-mail address; take several words that do not belong together. Nothing was changed.',
    ])
  })

  it('are refused in Korean too', async () => {
    const { body } = await running.admin.post(
      '/users',
      { email: 'k@example.com', name: 'k', role: 'planner', password: 'aaaaaaaaaa' },
      { 'accept-language': 'ko' },
    )
    expect(body.errors[0].message).toBe('같은 글자가 되풀이됩니다. 서로 상관없는 낱말 여러 개로 정해 주세요')
  })

  it('of the first administrator are refused before there is one', async () => {
    const { accounts } = running.service
    for (const password of ['aaaaaaaaaa', '1234567890', DEMO_PASSWORD, 'short'])
      await expect(accounts.ensureAdministrator('first@example.com', password)).rejects.toThrow(
        /^ADMIN_PASSWORD /,
      )
    const { body } = await running.admin.get('/users')
    expect(body.items.some(({ email }: { email: string }) => email === 'first@example.com')).toBe(false)
  })
})
