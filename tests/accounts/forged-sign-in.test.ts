import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { databases } from '../support/databases'
import {
  ForgingProvider,
  nowSeconds,
  type SigningKey,
  signed,
  signedWithPublicKey,
  signingKey,
  unsigned,
} from '../support/forging-provider'
import { freePort } from '../support/free-port'
import { HttpBrowser } from '../support/http-browser'
import { startService, type TestService } from '../support/service'

const SECRET = 'a secret of the client that nobody guesses'

describe('a provider whose answers are forged', { timeout: 60_000 }, () => {
  let running: TestService
  let provider: ForgingProvider
  let key: SigningKey
  let other: SigningKey
  beforeAll(async () => {
    const port = await freePort()
    ;[key, other] = [await signingKey('first'), await signingKey('second')]
    provider = await ForgingProvider.start('flightsheet')
    running = await startService(databases()[0]!, {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'flightsheet',
      OIDC_CLIENT_SECRET: SECRET,
      COMPANY_ROLES: 'planner=planners; admin=admins',
      LOG_LEVEL: 'silent',
    })
  }, 60_000)
  beforeEach(() => {
    provider.published = [key.jwk]
    provider.forge = (claims) => signed(claims, key)
    provider.answers = true
    provider.userInfo = undefined
    provider.metadata = {}
  })
  afterAll(async () => {
    vi.useRealTimers()
    await running?.stop()
    await provider?.stop()
  })

  /** Signs in with what the provider forges; returns why it is refused, or the session. */
  const signIn = async (more: { code?: string; query?: Record<string, string>; nonce?: string } = {}) => {
    const browser = new HttpBrowser()
    const secret = randomBytes(32).toString('base64url')
    const challenge = createHash('sha256').update(secret).digest('base64url')
    const begun = await browser.get(`${running.origin}/sign-in/company?challenge=${challenge}&page=dashboard`)
    if (begun.location!.startsWith('/')) return { why: /refused=(\w+)/.exec(begun.location!)![1] }
    const asked = new URL(begun.location!).searchParams
    const code = more.code ?? randomBytes(8).toString('hex')
    provider.nonceOf.set(code, more.nonce ?? asked.get('nonce')!)
    const callback = new URL(asked.get('redirect_uri')!)
    callback.search = new URLSearchParams({ code, state: asked.get('state')!, ...more.query }).toString()
    const { location } = await browser.get(callback.href)
    const said = new URLSearchParams(location!.split('#')[1])
    const handed = said.get('sign-in-code')
    if (!handed) return { why: said.get('sign-in-refused') }
    const { status, body } = await running.anonymous.post('/session/company', { code: handed, secret })
    return { status, body }
  }
  const honest = () => expect(signIn()).resolves.toMatchObject({ status: 200 })

  it('is believed when they are not', async () => {
    expect(await signIn()).toMatchObject({
      status: 200,
      body: { user: { email: 'jiwoo@example.com', role: 'planner' } },
    })
  })

  it.each<[string, (claims: Record<string, unknown>) => Promise<string> | string]>([
    ['no signature (alg none)', (claims) => unsigned(claims)],
    ['a signature with the public key (HS256)', (claims) => signedWithPublicKey(claims, key)],
    [
      'a key that is not published, under the name of one that is',
      (claims) => signed(claims, { ...other, kid: 'first' }),
    ],
    ['a key of its own in the header', (claims) => signed(claims, other, { kid: undefined, jwk: other.jwk })],
    [
      'a changed claim',
      async (claims) => {
        const [header, , signature] = (await signed(claims, key)).split('.')
        const admin = Buffer.from(JSON.stringify({ ...claims, groups: ['admins'] })).toString('base64url')
        return `${header}.${admin}.${signature}`
      },
    ],
    ['another issuer', (claims) => signed({ ...claims, iss: 'http://127.0.0.1:1' }, key)],
    ['another audience', (claims) => signed({ ...claims, aud: 'another-client' }, key)],
    [
      'several audiences and another client as who asked',
      (claims) => signed({ ...claims, aud: ['flightsheet', 'another-client'], azp: 'another-client' }, key),
    ],
    ['another nonce', (claims) => signed({ ...claims, nonce: 'another' }, key)],
    ['no nonce', (claims) => signed({ ...claims, nonce: undefined }, key)],
    [
      'a time that is over',
      (claims) => signed({ ...claims, iat: nowSeconds() - 900, exp: nowSeconds() - 120 }, key),
    ],
    ['no end', (claims) => signed({ ...claims, exp: undefined }, key)],
    ['a time to come', (claims) => signed({ ...claims, nbf: nowSeconds() + 600 }, key)],
    ['a birth in the future', (claims) => signed({ ...claims, iat: nowSeconds() + 600 }, key)],
    ['no person', (claims) => signed({ ...claims, sub: undefined }, key)],
    ['an empty person', (claims) => signed({ ...claims, sub: '' }, key)],
    ['a header that must be understood', (claims) => signed(claims, key, { crit: ['x'], x: 1 })],
    ['no token at all', () => ''],
    ['rubbish', () => 'not.a.token'],
  ])('is refused with %s', async (_what, forge) => {
    provider.forge = forge
    expect((await signIn()).why).toBe('NOT_VERIFIED')
    provider.forge = (claims) => signed(claims, key)
    await honest()
  })

  it('is refused with a nonce of another sign-in, another issuer in the address, or a code that was used', async () => {
    expect((await signIn({ nonce: 'of another sign-in' })).why).toBe('NOT_VERIFIED')
    expect((await signIn({ query: { iss: 'http://127.0.0.1:1' } })).why).toBe('NOT_VERIFIED')
    expect((await signIn({ code: 'once' })).status).toBe(200)
    expect((await signIn({ code: 'once' })).why).toBe('NOT_VERIFIED')
  })

  it('is refused where the person of the further claims is another one', async () => {
    // The service knows for an hour what the provider says of itself: this is another service's first question.
    provider.userInfo = { sub: 'somebody else', email: 'boss@example.com', email_verified: true }
    const port = await freePort()
    const first = running
    running = await startService(databases()[0]!, {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'flightsheet',
      COMPANY_ROLES: 'planner=planners',
      LOG_LEVEL: 'silent',
    })
    expect((await signIn()).why).toBe('NOT_VERIFIED')
    provider.userInfo = { sub: 'jiwoo', groups: ['planners'] }
    provider.forge = ({ groups: _left, ...claims }) => signed(claims, key)
    expect(await signIn()).toMatchObject({ status: 200, body: { user: { role: 'planner' } } })
    await running.stop()
    running = first
  })

  it('may change its keys: the new one is taken, the old one is not any more', async () => {
    await honest()
    provider.published = [other.jwk]
    provider.forge = (claims) => signed(claims, other)
    const asked = provider.keyRequests
    // For an unknown key it is asked again, but not more often than every ten seconds.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    await honest()
    expect(provider.keyRequests).toBe(asked + 1)
    provider.forge = (claims) => signed(claims, key)
    expect((await signIn()).why).toBe('NOT_VERIFIED')
    vi.useRealTimers()
  })

  it('that says it is another issuer is not asked, and one that does not answer is told apart', async () => {
    const start = async (env: Record<string, string> = {}) => {
      const port = await freePort()
      return startService(databases()[0]!, {
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: 'flightsheet',
        COMPANY_ROLES: 'planner=*',
        LOG_LEVEL: 'silent',
        ...env,
      })
    }
    const first = running
    running = await start()
    provider.metadata = { issuer: 'http://127.0.0.1:1' }
    expect((await signIn()).why).toBe('UNREACHABLE')
    provider.metadata = {}
    provider.answers = false
    expect((await signIn()).why).toBe('UNREACHABLE')
    provider.answers = true
    expect((await signIn()).status).toBe(200)
    await running.stop()
    running = first
  })

  it('is not asked more than 120 times in five minutes from an address, and the log has one line of it', async () => {
    const begin = () => signIn({ query: { error: 'access_denied' } })
    let refused: string | null | undefined
    for (let i = 0; i < 130 && refused !== 'TOO_MANY_ATTEMPTS'; i++) refused = (await begin()).why
    expect(refused).toBe('TOO_MANY_ATTEMPTS')
    for (let i = 0; i < 5; i++) expect((await begin()).why).toBe('TOO_MANY_ATTEMPTS')
    const { body } = await running.admin.get('/security-events?action=SIGN_IN_REFUSED')
    const told = body.items.filter(
      (one: { details: { why: string } }) => one.details.why === 'TOO_MANY_ATTEMPTS',
    )
    expect(told).toHaveLength(1)
  })
})
