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
import { startService, type TestService } from '../support/service'

const TENANT = '11111111-2222-3333-4444-555555555555'
const CLIENT = '99999999-8888-7777-6666-555555555555'

type Claims = Record<string, unknown>

describe.each(databases())('signing in with Microsoft 365 ($name)', { timeout: 60_000 }, (kind) => {
  let running: TestService
  let microsoft: ForgingProvider
  let key: SigningKey
  let other: SigningKey
  beforeAll(async () => {
    ;[key, other] = [await signingKey('first'), await signingKey('second')]
    microsoft = await ForgingProvider.start(CLIENT)
    running = await startService(kind, {
      MICROSOFT_TENANT_ID: TENANT,
      MICROSOFT_CLIENT_ID: CLIENT,
      MICROSOFT_AUTHORITY: microsoft.issuer,
      COMPANY_ROLES: 'operator=Ops; planner=Planners',
      COMPANY_ROLE_CLAIM: 'roles',
      LOG_LEVEL: 'silent',
    })
  }, 60_000)
  beforeEach(() => {
    microsoft.published = [key.jwk]
  })
  afterAll(async () => {
    vi.useRealTimers()
    await running?.stop()
    await microsoft?.stop()
  })

  /** What Microsoft's access token for this service says. */
  const claims = (more: Claims = {}): Claims => ({
    iss: `${microsoft.issuer}/${TENANT}/v2.0`,
    aud: CLIENT,
    azp: CLIENT,
    tid: TENANT,
    oid: 'aaaaaaaa-0000-0000-0000-000000000001',
    sub: 'pairwise',
    ver: '2.0',
    scp: 'access_as_user',
    iat: nowSeconds() - 60,
    nbf: nowSeconds() - 60,
    exp: nowSeconds() + 3600,
    name: '김지우',
    preferred_username: 'Jiwoo@example.com',
    roles: ['Planners'],
    ...more,
  })
  const send = async (accessToken: string) => {
    const { status, body } = await running.anonymous.post('/session/microsoft', { accessToken })
    return status === 200 ? body : body.why
  }

  it('tells the pane how', async () => {
    const { body } = await running.anonymous.get('/session/options')
    expect(body).toEqual({
      passwords: 'on',
      company: false,
      microsoft: {
        clientId: CLIENT,
        authority: `${microsoft.issuer}/${TENANT}`,
        scope: `api://${CLIENT}/access_as_user`,
      },
    })
  })

  it('takes Excel’s token for a session, and follows its roles', async () => {
    const { user, token } = await send(await signed(claims(), key))
    expect(user).toMatchObject({ email: 'jiwoo@example.com', name: '김지우', role: 'planner', company: true })
    expect(token).toMatch(/^[\w-]{43}$/)
    const again = await send(
      await signed(claims({ roles: ['Planners', 'Ops'], aud: `api://${CLIENT}` }), key),
    )
    expect(again.user).toMatchObject({ id: user.id, role: 'operator' })
    const { body } = await running.admin.get('/security-events?action=SIGNED_IN')
    expect(body.items[0]).toMatchObject({ actor: 'jiwoo@example.com', details: { by: 'microsoft' } })
  })

  it.each<[string, (given: Claims) => Promise<string> | string]>([
    ['without a signature', (given) => unsigned(given)],
    ['signed with the public key', (given) => signedWithPublicKey(given, key)],
    ['of an unknown key', (given) => signed(given, other)],
    ['of a key under another’s name', (given) => signed(given, { ...other, kid: 'first' })],
    ['of another tenant', (given) => signed({ ...given, tid: CLIENT }, key)],
    ['of another issuer', (given) => signed({ ...given, iss: `${microsoft.issuer}/${CLIENT}/v2.0` }, key)],
    [
      'for another service',
      (given) => signed({ ...given, aud: '00000003-0000-0000-c000-000000000000' }, key),
    ],
    ['that another application asked for', (given) => signed({ ...given, azp: TENANT }, key)],
    [
      'of an application, for nobody',
      (given) => signed({ ...given, idtyp: 'app', scp: undefined, roles: ['Ops'] }, key),
    ],
    ['with another scope', (given) => signed({ ...given, scp: 'User.Read openid' }, key)],
    ['of the older form', (given) => signed({ ...given, ver: '1.0' }, key)],
    ['that has ended', (given) => signed({ ...given, exp: nowSeconds() - 60 }, key)],
    ['that has not begun', (given) => signed({ ...given, nbf: nowSeconds() + 600 }, key)],
    ['that never ends', (given) => signed({ ...given, exp: undefined }, key)],
    ['of no person', (given) => signed({ ...given, oid: undefined }, key)],
    ['that is rubbish', () => 'rubbish'],
  ])('refuses a token %s', async (_which, forge) => {
    expect(await send(await forge(claims()))).toBe('NOT_VERIFIED')
  })

  it('lets in nobody without a role, and says when there are too many groups to tell', async () => {
    expect(await send(await signed(claims({ roles: [] }), key))).toBe('NO_ROLE')
    const many = { roles: undefined, _claim_names: { groups: 'src1' } }
    expect(await send(await signed(claims(many), key))).toBe('TOO_MANY_GROUPS')
  })

  it('believes the name with which one signs in, not an address that somebody typed', async () => {
    await running.signInAs('planner', 'boss@example.com')
    const typed = { oid: 'aaaaaaaa-0000-0000-0000-000000000002', email: 'boss@example.com' }
    const { user } = await send(
      await signed(claims({ ...typed, preferred_username: 'intern@example.com' }), key),
    )
    expect(user.email).toBe('intern@example.com')
    expect(await send(await signed(claims({ ...typed, oid: 'x', preferred_username: undefined }), key))).toBe(
      'UNVERIFIED_EMAIL',
    )
    // A guest of the tenant brings an address that the tenant doesn't manage.
    const guest = {
      oid: 'aaaaaaaa-0000-0000-0000-000000000003',
      preferred_username: 'boss@example.com',
      acct: 1,
    }
    expect(await send(await signed(claims(guest), key))).toBe('UNVERIFIED_EMAIL')
    const elsewhere = { ...guest, acct: undefined, idp: 'https://sts.windows.net/other/' }
    expect(await send(await signed(claims(elsewhere), key))).toBe('UNVERIFIED_EMAIL')
    const member = { ...guest, acct: 0, idp: `https://sts.windows.net/${TENANT}/` }
    expect((await send(await signed(claims(member), key))).user.email).toBe('boss@example.com')
  })

  it('takes a new key, and the old one no more', async () => {
    await send(await signed(claims(), key))
    microsoft.published = [other.jwk]
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    expect((await send(await signed(claims(), other))).user.email).toBe('jiwoo@example.com')
    expect(await send(await signed(claims(), key))).toBe('NOT_VERIFIED')
    vi.useRealTimers()
  })
})

it('is not there where it is not configured', async () => {
  const running = await startService(databases()[0]!)
  const key = await signingKey('own')
  const { status, body } = await running.anonymous.post('/session/microsoft', {
    accessToken: await signed({ sub: 'x' }, key),
  })
  expect([status, body.why]).toEqual([403, 'NOT_VERIFIED'])
  expect((await running.anonymous.get('/session/options')).body).toEqual({
    passwords: 'on',
    company: false,
    microsoft: null,
  })
  expect((await fetch(`${running.origin}/sign-in/company`)).status).toBe(404)
  await running.stop()
})
