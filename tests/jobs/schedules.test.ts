import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../../server/configuration'
import { nextInstant, parseSchedules } from '../../server/schedules'

describe('Schedules', () => {
  it('are read as job=cron, one a job', () => {
    expect(parseSchedules(' unit-inventory-load=30 4 1-5 * *; forecast-inbox = */5 * * * * ;', [])).toEqual([
      { job: 'unit-inventory-load', cron: '30 4 1-5 * *' },
      { job: 'forecast-inbox', cron: '*/5 * * * *' },
    ])
  })

  it('change the default ones', () => {
    const [a, b] = [
      { job: 'a', cron: '0 3 * * *' },
      { job: 'b', cron: '0 4 * * *' },
    ]
    const changed = (text: string) => parseSchedules(text, [a, b])
    expect(changed('')).toEqual([a, b])
    expect(changed('b=0 5 * * *; c=* * * * *')).toEqual([
      a,
      { job: 'b', cron: '0 5 * * *' },
      { job: 'c', cron: '* * * * *' },
    ])
    expect(changed('a=none')).toEqual([b])
    expect(changed('none')).toEqual([])
    expect(changed('none; a=0 6 * * *')).toEqual([{ job: 'a', cron: '0 6 * * *' }])
  })

  it('of .env.example are the default ones, with an inbox too', () => {
    const example = parseEnv(readFileSync('.env.example', 'utf8')) as Record<string, string>
    for (const inbox of ['', './data/inbox'])
      expect(readConfiguration({ ...example, FORECAST_INBOX: inbox }).jobSchedules).toEqual(
        readConfiguration({ FORECAST_INBOX: inbox }).jobSchedules,
      )
  })

  it.each([
    ['0 3 * * *', 'is not job=cron'],
    ['a=0 3 * *', 'must have five fields'],
    ['a=0 0 0 3 * * *', 'must have five fields'],
    ['a=*/5 * * * * *', 'comes more often than every 10 seconds'],
    ['a=61 3 * * *', 'cannot be read'],
    ['a=x 3 * * *', 'cannot be read'],
    ['a=0 3 30 2 *', 'names no moment that ever comes'],
    ['a=0 3 * * *;a=0 4 * * *', 'two schedules'],
  ])('refuse %s and say why', (text, reason) => {
    expect(() => parseSchedules(text, [])).toThrow(reason)
    expect(() => readConfiguration({ JOB_SCHEDULES: text })).toThrow(/JOB_SCHEDULES: .*\n.*\.env\.example/)
  })

  it('have a default for everything that must happen by itself', () => {
    const names = (env: Record<string, string>) => readConfiguration(env).jobSchedules.map(({ job }) => job)
    const always = [
      'standard-inventory-load',
      'unit-inventory-load',
      'publish-status-refresh',
      'expire-holds',
      'calendar-statuses',
      'purge-idempotency-keys',
      'purge-sessions',
      'purge-journal',
      'monitoring-refresh',
      'notify',
      'purge-notifications',
      'purge-security-log',
      'purge-proposals',
      'purge-records',
    ]
    expect(names({})).toEqual(always)
    expect(names({ FORECAST_INBOX: './data/inbox' })).toEqual([...always, 'forecast-inbox'])
  })

  it('are in the time of Seoul', () => {
    // 03:00 in Seoul is 18:00 UTC of the day before.
    const after = new Date('2026-12-01T17:59:59.999Z')
    expect(nextInstant('0 3 * * *', after)?.toISOString()).toBe('2026-12-01T18:00:00.000Z')
    expect(nextInstant('0 3 * * *', new Date('2026-12-01T18:00:00.000Z'))?.toISOString()).toBe(
      '2026-12-02T18:00:00.000Z',
    )
    // The first of a month begins in Seoul at 15:00 UTC of the last day of the month before.
    expect(nextInstant('0 0 1 * *', new Date('2026-12-01T00:00:00Z'))?.toISOString()).toBe(
      '2026-12-31T15:00:00.000Z',
    )
  })
})
