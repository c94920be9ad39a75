import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purgeSessions } from '../../server/accounts/purge-sessions'
import { Service } from '../../server/programs/service'
import { databases } from '../support/databases'
import { freePort } from '../support/free-port'
import { HttpBrowser } from '../support/http-browser'
import { CLIENT, OpenIdProviderForTests } from '../support/open-id-provider'
import { runJob } from '../support/run-job'
import { ADMIN, client, startService, type TestService } from '../support/service'

const ROLES = 'admin=flightsheet-admins; operator=ops|trading; planner=planners'

/** A page of the service, as `addin/sign-in` makes it: it keeps a secret, and sends its SHA-256. */
function newPage() {
  const secret = randomBytes(32).toString('base64url')
  return { secret, challenge: createHash('sha256').update(secret).digest('base64url') }
}

describe.each(databases())('signing in at the company’s provider ($name)', { timeout: 60_000 }, (kind) => {
  let running: TestService
  let provider: OpenIdProviderForTests
  beforeAll(async () => {
    const port = await freePort()
    provider = await OpenIdProviderForTests.start(`http://127.0.0.1:${port}/sign-in/callback`)
    running = await startService(kind, {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      COMPANY_ROLES: ROLES,
      COMPANY_DOMAINS: 'example.com',
    })
    const person = (email: string, groups: string[], more = {}) => ({
      email,
      email_verified: true,
      name: email.split('@')[0]!,
      groups,
      ...more,
    })
    provider.people.set('jiwoo', person('jiwoo@example.com', ['planners']))
    provider.people.set('sora', person('Sora@Example.com', ['planners', 'trading']))
    provider.people.set('nobody', person('nobody@example.com', ['kitchen']))
    provider.people.set('stranger', person('stranger@elsewhere.com', ['planners']))
    provider.people.set(
      'unverified',
      person('unverified@example.com', ['planners'], { email_verified: false }),
    )
    provider.people.set('local', person('local@example.com', ['operator', 'ops']))
  }, 60_000)
  afterAll(async () => {
    await running?.stop()
    await provider?.stop()
  })

  const begin = (challenge: string, page = 'dashboard') =>
    `${running.origin}/sign-in/company?challenge=${challenge}&page=${page}`
  /** Goes to the provider and signs in there; ends at the address with which the provider sends the browser back. */
  const toCallback = async (browser: HttpBrowser, challenge: string, who: string, page?: string) => {
    const isCallback = (address: string) => address.includes('/sign-in/callback')
    let at = await browser.follow(begin(challenge, page), isCallback)
    while (!isCallback(at.address)) {
      const action = /action="([^"]+)"/.exec(at.text)![1]!
      const form: Record<string, string> = at.text.includes('name="login"')
        ? { prompt: 'login', login: who, password: 'any' }
        : { prompt: 'consent' }
      const { location } = await browser.post(action, form)
      at = await browser.follow(new URL(location!, action).href, isCallback)
    }
    return at.address
  }
  const back = async (browser: HttpBrowser, callback: string) => {
    const { location } = await browser.get(callback)
    const [path, hash] = location!.split('#')
    const said = new URLSearchParams(hash)
    return { path, code: said.get('sign-in-code'), why: said.get('sign-in-refused') }
  }
  const finish = (code: string, secret: string) =>
    running.anonymous.post('/session/company', { code, secret })
  const signInAs = async (who: string, page = 'dashboard', browser = new HttpBrowser()) => {
    const { secret, challenge } = newPage()
    const { code, why, path } = await back(browser, await toCallback(browser, challenge, who, page))
    if (!code) return { why, path }
    const { status, body } = await finish(code, secret)
    return { status, body, path, code, secret }
  }
  const events = async (action: string) =>
    (await running.admin.get(`/security-events?action=${action}`)).body.items

  it('says that it is there, and sends nothing secret to the provider', async () => {
    const { body } = await running.anonymous.get('/session/options')
    expect(body).toEqual({ passwords: 'on', company: true, microsoft: null })
    const { challenge } = newPage()
    const { location, status } = await new HttpBrowser().get(begin(challenge))
    expect(status).toBe(303)
    const asked = new URL(location!).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('redirect_uri')).toBe(`${running.origin}/sign-in/callback`)
    expect(location).not.toContain(challenge)
    expect(location).not.toContain(CLIENT.secret)
  })

  it('makes an account with the role of the person’s groups, and a token that no address has seen', async () => {
    const signed = await signInAs('sora', 'operator')
    expect(signed).toMatchObject({ status: 200, path: '/operator' })
    expect(signed.body.user).toMatchObject({ email: 'sora@example.com', role: 'operator', company: true })
    const sora = client(running.origin, signed.body.token)
    expect((await sora.get('/session')).body.user).toEqual(signed.body.user)
    const hours = (Date.parse(signed.body.expiresAt) - running.service.clock.now().getTime()) / 3_600_000
    expect(hours).toBe(12)
    expect((await events('SIGNED_IN'))[0]).toMatchObject({
      actor: 'sora@example.com',
      details: { by: 'openid' },
    })
    // It has no password: none signs it in, none can be set.
    const guess = await running.anonymous.post('/session', { email: 'sora@example.com', password: ' ' })
    expect(guess.body.code).toBe('WRONG_CREDENTIALS')
    const own = { currentPassword: ' ', newPassword: 'lantern in the harbour' }
    expect((await sora.put('/me/password', own)).status).toBe(422)
    for (const change of [{ password: 'lantern in the harbour' }, { role: 'admin' }, { name: 'Other' }]) {
      const { status, body } = await running.admin.patch(`/users/${signed.body.user.id}`, change)
      expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED'])
    }
  })

  it('follows the groups at the next sign-in; with another role the sessions before it end', async () => {
    const first = await signInAs('jiwoo')
    const before = client(running.origin, first.body.token)
    const again = await signInAs('jiwoo')
    expect((await before.get('/session')).status).toBe(200)
    expect(again.body.user.id).toBe(first.body.user.id)
    provider.people.set('jiwoo', {
      ...provider.people.get('jiwoo')!,
      groups: ['flightsheet-admins'],
      name: '지우',
    })
    const { body } = await signInAs('jiwoo')
    expect(body.user).toMatchObject({ id: first.body.user.id, role: 'admin', name: '지우' })
    expect((await before.get('/session')).status).toBe(401)
    expect((await events('ACCOUNT_CHANGED'))[0].details).toMatchObject({
      role: ['planner', 'admin'],
      by: 'company',
    })
    provider.people.set('jiwoo', { ...provider.people.get('jiwoo')!, groups: ['planners'] })
    expect((await signInAs('jiwoo')).body.user.role).toBe('planner')
  })

  it('lets in nobody without a group, of another domain, or with an address that is not proved', async () => {
    expect((await signInAs('nobody')).why).toBe('NO_ROLE')
    expect((await signInAs('stranger')).why).toBe('DOMAIN')
    expect((await signInAs('unverified')).why).toBe('UNVERIFIED_EMAIL')
    const refused = await events('SIGN_IN_REFUSED')
    expect(refused.slice(0, 3).map((one: { details: object }) => one.details)).toEqual([
      { why: 'UNVERIFIED_EMAIL', by: 'openid' },
      { why: 'DOMAIN', by: 'openid' },
      { why: 'NO_ROLE', by: 'openid' },
    ])
    const users = (await running.admin.get('/users')).body.items.map(({ email }: { email: string }) => email)
    for (const email of ['nobody@example.com', 'stranger@elsewhere.com', 'unverified@example.com'])
      expect(users).not.toContain(email)
  })

  it('takes over a local account with the same proved address: its password and sessions end', async () => {
    const local = await running.signInAs('planner', 'local@example.com')
    const { id } = (await local.get('/session')).body.user
    const { body } = await signInAs('local')
    expect(body.user).toMatchObject({ id, role: 'operator', company: true })
    expect((await local.get('/session')).status).toBe(401)
    const password = await running.anonymous.post('/session', {
      email: 'local@example.com',
      password: ADMIN.password,
    })
    expect(password.status).toBe(401)
    expect((await events('ACCOUNT_LINKED'))[0]).toMatchObject({ subject: 'local@example.com' })
  })

  it('gives an address to nobody else at the provider', async () => {
    provider.people.set('thief', { ...provider.people.get('local')!, name: 'Thief' })
    expect((await signInAs('thief')).why).toBe('EMAIL_TAKEN')
  })

  it('lets in nobody who is blocked, neither before nor between the way back and the session', async () => {
    const { body } = await signInAs('sora')
    const { secret, challenge } = newPage()
    const browser = new HttpBrowser()
    const { code } = await back(browser, await toCallback(browser, challenge, 'sora'))
    expect((await running.admin.patch(`/users/${body.user.id}`, { disabled: true })).status).toBe(200)
    expect((await finish(code!, secret)).body).toMatchObject({
      code: 'COMPANY_SIGN_IN_REFUSED',
      why: 'BLOCKED',
    })
    expect((await signInAs('sora')).why).toBe('BLOCKED')
    await running.admin.patch(`/users/${body.user.id}`, { disabled: false })
    expect((await signInAs('sora')).status).toBe(200)
  })

  it('is for the browser that began it: another one, a second time and a later time are refused', async () => {
    const browser = new HttpBrowser()
    const { challenge, secret } = newPage()
    const callback = await toCallback(browser, challenge, 'jiwoo')
    // Somebody else's browser, which has been sent the address.
    expect((await back(new HttpBrowser(), callback)).why).toBe('EXPIRED')
    // The very browser still may.
    const { code } = await back(browser, callback)
    expect(code).toMatch(/^[\w-]{43}$/)
    // The same state and code again.
    expect((await back(browser, callback)).why).toBe('EXPIRED')
    expect((await finish(code!, secret)).status).toBe(200)
  })

  it('replays neither a state with another code nor a code with another state', async () => {
    const browser = new HttpBrowser()
    const first = await toCallback(browser, newPage().challenge, 'jiwoo')
    const second = await toCallback(browser, newPage().challenge, 'jiwoo')
    const swapped = new URL(second)
    swapped.searchParams.set('code', new URL(first).searchParams.get('code')!)
    expect((await back(browser, swapped.href)).why).toBe('NOT_VERIFIED')
    expect((await back(browser, second)).why).toBe('EXPIRED')
    const twice = `${first}&state=${new URL(first).searchParams.get('state')}`
    expect((await back(browser, twice)).why).toBe('EXPIRED')
    const without = new URL(first)
    without.searchParams.delete('state')
    expect((await back(browser, without.href)).why).toBe('EXPIRED')
  })

  it('gives the session to the page that began it, once', async () => {
    const { code, secret } = await signInAs('jiwoo')
    expect((await finish(code!, secret!)).body).toMatchObject({ why: 'EXPIRED' })
    const browser = new HttpBrowser()
    const { challenge, secret: own } = newPage()
    const { code: other } = await back(browser, await toCallback(browser, challenge, 'jiwoo'))
    expect((await finish(other!, newPage().secret)).body).toMatchObject({
      code: 'COMPANY_SIGN_IN_REFUSED',
      why: 'EXPIRED',
    })
    // A wrong secret has used it up.
    expect((await finish(other!, own)).status).toBe(403)
  })

  it('returns to its own pages and nowhere else', async () => {
    const browser = new HttpBrowser()
    for (const page of ['https://evil.example', '//evil.example', '../x', '']) {
      const { location } = await browser.get(begin(newPage().challenge, encodeURIComponent(page)))
      expect(location).toBe('/dashboard#sign-in-refused=EXPIRED')
    }
    const { path } = await back(
      browser,
      `${running.origin}/sign-in/callback?code=x&state=evil.${'a'.repeat(43)}`,
    )
    expect(path).toBe('/dashboard')
    expect((await signInAs('jiwoo', 'pane')).path).toBe('/addin/sign-in.html')
  })

  it('tells the page when the person or the provider ends it', async () => {
    const browser = new HttpBrowser()
    const { location } = await browser.get(begin(newPage().challenge, 'operator'))
    const state = new URL(location!).searchParams.get('state')!
    const iss = encodeURIComponent(provider.issuer)
    const ended = `${running.origin}/sign-in/callback?error=access_denied&state=${state}&iss=${iss}`
    expect(await back(browser, ended)).toEqual({ path: '/operator', code: null, why: 'CANCELED' })
  })

  it('comes back to any process', async () => {
    const second = await Service.create({ ...running.service.configuration, port: 0 })
    const elsewhere = `http://127.0.0.1:${await second.listen()}`
    const browser = new HttpBrowser()
    const { challenge, secret } = newPage()
    const callback = await toCallback(browser, challenge, 'jiwoo')
    // What stands before the processes passes a browser's cookies on to any of them.
    for (const [name, value] of browser.cookiesOf(running.origin))
      browser.cookiesOf(elsewhere).set(name, value)
    const { code } = await back(browser, callback.replace(running.origin, elsewhere))
    expect((await finish(code!, secret)).status).toBe(200)
    await second.close()
  })

  it('leaves nothing of what is not finished', async () => {
    const { database, clock } = running.service
    const counts = () =>
      database.rows<{ attempts: number; handed: number }>(
        'SELECT (SELECT COUNT(*) FROM sign_in_attempt) AS attempts, (SELECT COUNT(*) FROM sign_in_hand_over) AS handed',
      )
    await new HttpBrowser().get(begin(newPage().challenge))
    const [before] = await counts()
    expect(Number(before!.attempts)).toBeGreaterThan(0)
    const later = () => new Date(clock.now().getTime() + 700_000)
    await runJob(database, purgeSessions(later), '2026-12')
    expect((await counts()).map(({ attempts, handed }) => [Number(attempts), Number(handed)])).toEqual([
      [0, 0],
    ])
  })
})
