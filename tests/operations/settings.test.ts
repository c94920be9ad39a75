import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'

const folder = mkdtempSync(join(tmpdir(), 'flightsheet-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readConfiguration(env)
    return []
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim())
  }
}

describe('Settings', () => {
  it('are told all at once, wherever they are wrong: each by itself, and together', () => {
    expect(
      problemsOf({
        NODE_ENV: 'production',
        PORT: 'eighty',
        DATABASE_URL: 'mysql://root:password@db.example.com/flightsheet',
        REDIS_URL: 'redis://redis.example.com',
        CLOCK: '2026-12-01T03:00:00Z',
        ADMIN_EMAIL: 'admin@example.com',
        SMTP_URL: 'smtp://mail.example.com',
        TLS_CERT_FILE: '/nowhere/cert.pem',
        TLS_KEY_FILE: '/nowhere/key.pem',
        METRICS_TOKEN_FILE: '/nowhere/token',
        SESSION_HOURS: '1',
        SESSION_IDLE_MINUTES: '90',
      }).map((line) => line.split(' ').slice(0, 5).join(' ')),
    ).toEqual([
      "METRICS_TOKEN_FILE can't be read: ENOENT:",
      'PORT: Invalid input: expected number,',
      'set ADMIN_EMAIL and ADMIN_PASSWORD together',
      'set SMTP_URL and MAIL_FROM together',
      'CLOCK and CLOCK_SPEED are for',
      'SESSION_IDLE_MINUTES must not be longer',
      'DATABASE_URL has a password that',
      'REDIS_URL has no password, and',
      "TLS_CERT_FILE can't be read: ENOENT:",
    ])
  })

  it('that contradict each other are refused', () => {
    expect(problemsOf({ NODE_ENV: 'production', ROLE: 'worker', REDIS_URL: 'redis://127.0.0.1' })).toEqual([
      expect.stringContaining('the embedded database is for one'),
    ])
    expect(problemsOf({ S3_ENDPOINT: 'http://127.0.0.1:9000' })).toEqual([
      expect.stringContaining('neither FORECAST_INBOX nor PROPOSAL_STORE'),
    ])
    expect(problemsOf({ EVENT_STREAMS: '10', EVENT_STREAMS_PER_USER: '20' })).toEqual([
      'EVENT_STREAMS_PER_USER must not be more than EVENT_STREAMS',
    ])
  })

  it('can be in files, as containers have their secrets', () => {
    const { databaseUrl, redis, administrator, mail, metricsToken } = readConfiguration({
      DATABASE_URL_FILE: file('database', 'mysql://u:a%40b@db.example.com/flightsheet\n'),
      REDIS_URL_FILE: file('redis', 'rediss://:kX3vb90plqWmT7sZ@redis.example.com:6379\r\n'),
      ADMIN_EMAIL: 'admin@example.com',
      ADMIN_PASSWORD_FILE: file('password', ' several words \n'),
      SMTP_URL_FILE: file('smtp', 'smtp://mail.example.com'),
      MAIL_FROM: 'a@example.com',
      METRICS_TOKEN_FILE: file('token', 'kX3vb90plqWmT7sZ'),
    })
    expect(databaseUrl).toBe('mysql://u:a%40b@db.example.com/flightsheet')
    expect(redis?.url).toBe('rediss://:kX3vb90plqWmT7sZ@redis.example.com:6379')
    expect(administrator?.password).toBe(' several words ')
    expect(mail?.url).toBe('smtp://mail.example.com')
    expect(metricsToken).toBe('kX3vb90plqWmT7sZ')
  })

  it('in a file and beside it, or in an empty file, are refused without showing them', () => {
    const problems = problemsOf({
      METRICS_TOKEN: 'kX3vb90plqWmT7sZ',
      METRICS_TOKEN_FILE: file('other', 'qWmT7sZkX3vb90pl'),
      DATABASE_URL_FILE: file('empty', '\n'),
    })
    expect(problems).toEqual([
      'DATABASE_URL_FILE: the file is empty',
      'METRICS_TOKEN and METRICS_TOKEN_FILE: set one of them, not both',
    ])
  })
})
