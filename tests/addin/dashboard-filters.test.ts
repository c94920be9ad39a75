import { describe, expect, it } from 'vitest'
import { filtersIn, NO_FILTERS, periodWith } from '../../addin/dashboard/address'
import { paceOf, paceSoFar } from '../../addin/dashboard/pace'
import { numbersOf } from '../../addin/page/numbers'

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

it('names the filters that are set', () => {
  expect(filtersIn({ ...NO_FILTERS, q: 'a', mine: true, from: '2026-12-01' }, 'q', 'status', 'mine')).toEqual(
    ['q', 'mine'],
  )
})

it.each([
  [null, null],
  [0.79, 'FAR_UNDER'],
  [0.8, 'UNDER'],
  [0.949, 'UNDER'],
  [0.95, null],
  [1.05, null],
  [1.06, 'OVER'],
  [1.21, 'FAR_OVER'],
  [4.97, 'FAR_OVER'],
] as const)('delivery of %s of the plan is %s', (achievement, pace) => {
  expect(paceOf(achievement)).toBe(pace)
  // While there is time left, nothing is under the plan.
  expect(paceSoFar(achievement)).toBe(pace?.endsWith('UNDER') ? null : pace)
})

it('flights show their year', () => {
  expect(numbersOf('ko-KR').flight('2026-12-20', '2027-01-05')).toMatch(/^2026\D+12\D+20\D+2027\D+1\D+5/)
  expect(numbersOf('en-US').flight('2026-12-01', '2026-12-31')).toMatch(/^12\/1\/2026.+12\/31\/2026$/)
})
