import { describe, expect, it } from 'vitest'
import { periodWith } from '../../addin/dashboard/address'

describe('the period of the dashboard', () => {
  const period = { from: '2026-12-02', to: '2026-12-09' }

  it.each([
    ['to', '', { from: '2026-12-02', to: '' }],
    ['from', '', { from: '', to: '2026-12-09' }],
    ['to', '2026-12-02', { from: '2026-12-02', to: '2026-12-02' }],
    ['to', '2026-12-01', { from: '', to: '2026-12-01' }],
    ['from', '2026-12-10', { from: '2026-12-10', to: '' }],
  ] as const)('with %s = "%s" is %j', (end, day, expected) => {
    expect(periodWith(period, end, day)).toEqual(expected)
  })
})
