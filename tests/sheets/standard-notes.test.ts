import { describe, expect, it } from 'vitest'
import type { StandardNote } from '../../shared/contract/inventory'
import { noteText } from '../../shared/sheets/standard-inventory/notes'

const GAP: [StandardNote, string, string] = [
  { code: 'PART_OF_MONTH', part: 'P', from: '2027-01-01', to: '2027-01-31', days: 2, date: '2027-01-15' },
  'P: 예측이 2027-01-01부터 2027-01-31까지 있고, 그 가운데 2일은 비어 있습니다 (처음 2027-01-15)',
  'P: has a forecast from 2027-01-01 to 2027-01-31, but not on 2 days (first 2027-01-15)',
]
const NOTES: [StandardNote, string, string][] = [
  [
    { code: 'PART_OF_MONTH', part: 'P', from: '2027-01-01', to: '2027-01-15' },
    'P: 예측이 2027-01-01부터 2027-01-15까지만 있습니다',
    'P: has a forecast only from 2027-01-01 to 2027-01-15',
  ],
  [
    { code: 'HOURS_MISSING', part: 'P', days: 1, date: '2027-01-09', hours: 14, of: 24 },
    'P: 1일에 빠진 시간이 있습니다 (2027-01-09은 24시간 가운데 14시간)',
    'P: hours are missing on 1 day (2027-01-09: 14 of 24 hours)',
  ],
  [
    { code: 'WITHDRAWN', part: 'P', days: 31, date: '2027-01-01', file: 'a.csv' },
    'P: 31일의 예측이 철회되었습니다 (a.csv)',
    'P: the forecast of 31 days was withdrawn (a.csv)',
  ],
  [
    { code: 'CORRECTED_ON_FEW_DAYS', days: 15, of: 31, before: 2400, after: 4960 },
    '보정값이 31일 가운데 예측이 있는 15일에만 나뉩니다 (하루 평균 2,400 → 4,960)',
    'The correction goes only to the 15 of 31 days with a forecast (mean of a day 2,400 → 4,960)',
  ],
  [
    { code: 'FORECAST_CHANGED', before: 36_000, after: 0 },
    '확정한 뒤 예측이 바뀌었습니다 (36,000 → 0)',
    'The forecast has changed after the confirmation (36,000 → 0)',
  ],
]

describe('the notes of a row', () => {
  it.each([...NOTES, GAP])('say %o in Korean and English', (note, ko, en) => {
    expect([noteText([note], 'ko'), noteText([note], 'en')]).toEqual([ko, en])
  })

  it('stand one after the other', () => {
    expect(noteText([NOTES[0]![0], NOTES[4]![0]], 'en')).toBe(`${NOTES[0]![2]} · ${NOTES[4]![2]}`)
    expect(noteText([], 'ko')).toBe('')
  })
})
