import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { weakKey } from '../../server/secrets'

const STRONG = 'kX3vb90plqWmT7sZ'
const DATABASE = `mysql://flightsheet:${STRONG}@db.example.com/flightsheet`
const production = (env: Record<string, string>) => () =>
  readConfiguration({ NODE_ENV: 'production', DATABASE_URL: DATABASE, ...env })

describe('NODE_ENV', () => {
  it.each(['prod', 'Production', 'live', 'staging', 'PRODUCTION', 'dev'])('%s is refused', (NODE_ENV) => {
    expect(() => readConfiguration({ NODE_ENV })).toThrow(/NODE_ENV: must be production, development or test/)
  })

  it('is production, development or test', () => {
    expect(production({})().production).toBe(true)
    for (const NODE_ENV of ['development', 'test', ''])
      expect(readConfiguration({ NODE_ENV }).production).toBe(false)
  })
})

describe('Demo accounts', () => {
  const allowed = (env: Record<string, string>) => readConfiguration(env).demoAccounts

  it('are for this machine', () => {
    for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', ''])
      expect(allowed({ HOST })).toBe(true)
  })

  it('are not where others reach the service', () => {
    for (const HOST of ['0.0.0.0', '::', '10.0.0.5', 'flightsheet.example.com', '127.0.0.1.example.com'])
      expect(allowed({ HOST })).toBe(false)
    expect(allowed({ TRUSTED_PROXIES: '1' })).toBe(false)
    expect(allowed({ DEMO_ACCOUNTS: 'none' })).toBe(false)
  })

  it('are there where somebody says so, and never in production', () => {
    expect(allowed({ HOST: '0.0.0.0', DEMO_ACCOUNTS: 'on' })).toBe(true)
    expect(production({ DEMO_ACCOUNTS: 'on' })().demoAccounts).toBe(false)
  })
})

describe('In production', () => {
  it.each([
    ['METRICS_TOKEN', 'aaaaaaaaaaaaaaaaaaaa', 'fewer than 8 different signs'],
    ['METRICS_TOKEN', 'changeme-123456789', 'one that examples use'],
    ['DATABASE_URL', 'mysql://root:password@db.example.com/flightsheet', 'one that examples use'],
    ['DATABASE_URL', 'mysql://root:short@127.0.0.1/flightsheet', 'shorter than 8'],
    ['DATABASE_URL', 'mysql://root@db.example.com/flightsheet', 'no password'],
    ['DATABASE_URL', 'mysql://root@127.0.0.1:3306,db2.example.com:3306/flightsheet', 'no password'],
    ['DATABASE_URL', 'mysql://root:password@db1:3306,db2:3306/flightsheet', 'one that examples use'],
    ['REDIS_URL', 'redis://redis.example.com:6379', 'no password'],
    ['REDIS_URL', 'redis://:redis@redis.example.com:6379', 'shorter than 8'],
    ['SMTP_URL', 'smtp://user:changeme@mail.example.com', 'one that examples use'],
  ])('%s=%s is refused', (setting, value, why) => {
    const env = { [setting]: value, ...(setting === 'SMTP_URL' ? { MAIL_FROM: 'a@example.com' } : {}) }
    expect(production(env)).toThrow(new RegExp(`${setting} .*${why}`))
    expect(production(env)).not.toThrow(value)
    expect(() => readConfiguration({ NODE_ENV: 'test', ...env })).not.toThrow()
  })

  it('strong secrets are accepted, and a database or Redis of this machine without one', () => {
    const env = { METRICS_TOKEN: STRONG, REDIS_URL: `redis://:${STRONG}@redis.example.com:6379` }
    expect(production(env)().metricsToken).toBe(STRONG)
    expect(production({ DATABASE_URL: 'mysql://root@127.0.0.1/flightsheet' })).not.toThrow()
    expect(
      production({ DATABASE_URL: 'sqlite:./data/x.sqlite', REDIS_URL: 'redis://127.0.0.1' }),
    ).not.toThrow()
  })

  it('an RSA key of 1024 bits is weak', () => {
    const rsa = (modulusLength: number) =>
      generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' })
    expect(weakKey(Buffer.from(rsa(1024)))).toMatch(/1024 bits/)
    expect(weakKey(Buffer.from(rsa(2048)))).toBeUndefined()
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    expect(weakKey(Buffer.from(curve.export({ type: 'pkcs8', format: 'pem' })))).toBeUndefined()
  })

  it('a session ends after a working day of idleness, unless the clock is set', () => {
    expect(production({})().sessions).toEqual({ hours: 168, idleMinutes: 720 })
    expect(production({ SESSION_IDLE_MINUTES: '30' })().sessions.idleMinutes).toBe(30)
    expect(readConfiguration({ CLOCK: '2026-12-01T03:00:00Z' }).sessions.idleMinutes).toBe(0)
  })
})

describe('Signing in with the company account', () => {
  const whole = {
    PUBLIC_URL: 'https://flightsheet.example.com',
    OIDC_ISSUER: 'https://login.example.com/house',
    OIDC_CLIENT_ID: 'flightsheet',
    OIDC_CLIENT_SECRET: STRONG,
    COMPANY_ROLES: 'admin=CN=Admins,OU=Groups; operator=Ops|Trading desk; planner=*',
    COMPANY_DOMAINS: 'Example.com, example.kr',
  }

  it('is set up by settings that belong together', () => {
    expect(production(whole)().company).toMatchObject({
      local: 'on',
      openId: { redirect: 'https://flightsheet.example.com/sign-in/callback' },
      microsoft: undefined,
      admission: {
        roles: [
          { role: 'admin', values: ['CN=Admins,OU=Groups'] },
          { role: 'operator', values: ['Ops', 'Trading desk'] },
          { role: 'planner', values: ['*'] },
        ],
        domains: ['example.com', 'example.kr'],
        sessionHours: 12,
      },
    })
    expect(production({})().company).toMatchObject({ openId: undefined, microsoft: undefined })
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ COMPANY_ROLES: '' }, /set COMPANY_ROLES/],
    [{ COMPANY_ROLES: 'boss=*' }, /COMPANY_ROLES: must be role=group/],
    [{ PUBLIC_URL: '' }, /set OIDC_ISSUER, OIDC_CLIENT_ID and PUBLIC_URL together/],
    [{ PUBLIC_URL: 'https://example.com/flightsheet' }, /without a path/],
    [{ PUBLIC_URL: 'http://flightsheet.example.com' }, /PUBLIC_URL: must begin with https/],
    [{ OIDC_ISSUER: 'http://login.example.com' }, /OIDC_ISSUER: must begin with https/],
    [{ OIDC_ISSUER: 'http://127.0.0.1:9000' }, /this is production/],
    [{ OIDC_SCOPES: 'email' }, /must have openid/],
    [{ OIDC_CLIENT_SECRET: 'changeme' }, /OIDC_CLIENT_SECRET is one that examples use/],
    [
      { MICROSOFT_TENANT_ID: '11111111-2222-3333-4444-555555555555' },
      /set MICROSOFT_TENANT_ID and MICROSOFT_CLIENT_ID/,
    ],
    [{ MICROSOFT_TENANT_ID: 'common' }, /MICROSOFT_TENANT_ID/],
  ])('is refused with %o', (wrong, why) => {
    expect(production({ ...whole, ...wrong })).toThrow(why)
  })

  it('can be the only way only where it is one', () => {
    expect(production({ LOCAL_SIGN_IN: 'off' })).toThrow(/no other way in/)
    expect(production({ ...whole, LOCAL_SIGN_IN: 'off' })().company.local).toBe('off')
  })
})
