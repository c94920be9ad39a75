import { beforeAll, describe, expect, it } from 'vitest'
import type { SampleForecastRow } from '../../samples/market/forecast-rows'
import { type Sample, sample } from '../../samples/market/sample'
import { addDays, daysOf } from '../../shared/calendar'

/** A row's date and hour after the vendor's hours 24 to 29 have become 0 to 5 of the next date. */
function mapped({ date, hour }: SampleForecastRow): { date: string; hour: number } {
  return hour < 24 ? { date, hour } : { date: addDays(date, 1), hour: hour - 24 }
}

interface Survey {
  rows: number
  whole: boolean
  outside: number
  duplicates: number
  partsOfMonth: Map<string, Set<string>>
  contentsOfMonth: Map<string, Set<string>>
  /** Impressions per content, in the first month. */
  firstMonth: Map<string, number>
  /** Impressions per content and date, with hours mapped as above. */
  days: Map<string, number>
  zeroRows: number
  spilled: Set<string>
  hoursOfFirstDay: Set<number>
  hoursOfLastDay: Set<number>
  datesWithActual: Set<string>
  datesWithout: Set<string>
  forecastWithActual: number
  actual: number
}

function survey({ months, forecastRows }: Sample): Survey {
  const dates = months.flatMap(daysOf)
  const dayNumber = new Map(dates.map((date, index) => [date, index]))
  const firstDate = dates[0]!
  const lastDate = dates.at(-1)!
  const found: Survey = {
    rows: 0,
    whole: true,
    outside: 0,
    duplicates: 0,
    partsOfMonth: new Map(months.map((month) => [month, new Set()])),
    contentsOfMonth: new Map(months.map((month) => [month, new Set()])),
    firstMonth: new Map(),
    days: new Map(),
    zeroRows: 0,
    spilled: new Set(),
    hoursOfFirstDay: new Set(),
    hoursOfLastDay: new Set(),
    datesWithActual: new Set(),
    datesWithout: new Set(),
    forecastWithActual: 0,
    actual: 0,
  }
  const seen = new Map<string, Uint8Array>()
  let key = ''
  let slots: Uint8Array = new Uint8Array()
  for (const row of forecastRows()) {
    found.rows++
    const { date, hour } = row.hour < 24 ? row : mapped(row)
    const day = dayNumber.get(date)
    if (day === undefined || hour < 0 || hour > 23) {
      found.outside++
      continue
    }
    if (`${row.part} ${row.metaId}` !== key) {
      key = `${row.part} ${row.metaId}`
      slots = seen.get(key) ?? new Uint8Array(dates.length * 24)
      seen.set(key, slots)
    }
    if (slots[day * 24 + hour] !== 0) found.duplicates++
    slots[day * 24 + hour] = 1
    found.whole &&= Number.isSafeInteger(row.forecast) && row.forecast >= 0
    const month = date.slice(0, 7)
    found.partsOfMonth.get(month)!.add(row.part)
    found.contentsOfMonth.get(month)!.add(row.metaId)
    if (month === months[0]) {
      found.firstMonth.set(row.metaId, (found.firstMonth.get(row.metaId) ?? 0) + row.forecast)
    }
    const dayKey = `${row.metaId} ${date}`
    found.days.set(dayKey, (found.days.get(dayKey) ?? 0) + row.forecast)
    if (row.forecast === 0) found.zeroRows++
    if (row.hour >= 24) found.spilled.add(row.part)
    if (row.part === 'SMR_PROGRAM') {
      if (date === firstDate) found.hoursOfFirstDay.add(hour)
      if (date === lastDate) found.hoursOfLastDay.add(hour)
    }
    if (row.actual === null) {
      found.datesWithout.add(date)
    } else {
      found.whole &&= Number.isSafeInteger(row.actual) && row.actual >= 0
      found.datesWithActual.add(date)
      found.forecastWithActual += row.forecast
      found.actual += row.actual
    }
  }
  return found
}

describe('the forecast of the standard sample', () => {
  const standard = sample()
  let found: Survey
  beforeAll(() => {
    found = survey(standard)
  })

  it('has between 230,000 and 320,000 rows', () => {
    expect(found.rows).toBeGreaterThanOrEqual(230_000)
    expect(found.rows).toBeLessThanOrEqual(320_000)
  })

  it('has whole numbers only', () => {
    expect(found.whole).toBe(true)
  })

  it('lies within its months once hours 24 to 29 are mapped, and says nothing twice', () => {
    expect(found.outside).toBe(0)
    expect(found.duplicates).toBe(0)
    expect(found.spilled).toEqual(new Set(['SMR_PROGRAM']))
  })

  it('misses no hour of the first and the last day of a broadcast calendar', () => {
    expect(found.hoursOfFirstDay.size).toBe(24)
    expect(found.hoursOfLastDay.size).toBe(24)
  })

  it('has all six parts and every content in every month', () => {
    const contents = new Set(standard.catalog.contents.map(({ metaId }) => metaId))
    for (const month of standard.months) {
      expect(found.partsOfMonth.get(month)!.size).toBe(6)
      expect(found.contentsOfMonth.get(month)).toEqual(contents)
    }
  })

  it('gives most programmes to both vendors and some to one of them', () => {
    const vendors = new Map<string, Set<string>>()
    for (const { metaId, part } of standard.forecastRows()) {
      if (!part.endsWith('_PROGRAM')) continue
      if (!vendors.has(metaId)) vendors.set(metaId, new Set())
      vendors.get(metaId)!.add(part)
    }
    const onlyOn = (part: string) =>
      [...vendors.values()].filter((parts) => parts.size === 1 && parts.has(part)).length
    expect([...vendors.values()].filter((parts) => parts.size === 2).length).toBeGreaterThan(40)
    expect(onlyOn('SMR_PROGRAM')).toBeGreaterThan(5)
    expect(onlyOn('YT_PROGRAM')).toBeGreaterThan(5)
  })

  it('leaves most impressions to few contents', () => {
    const totals = [...found.firstMonth.values()].sort((a, b) => b - a)
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
    expect(sum(totals.slice(0, Math.ceil(totals.length / 10))) / sum(totals)).toBeGreaterThan(0.5)
    expect(totals[0]!).toBeGreaterThan(2_000_000)
    expect(totals[0]!).toBeLessThan(15_000_000)
    expect(totals.at(-1)!).toBeGreaterThan(500)
  })

  it('has zeros: hours, whole days, and first days of a month', () => {
    expect(found.zeroRows).toBeGreaterThan(1_000)
    const emptyDays = [...found.days].filter(([, impressions]) => impressions === 0).map(([key]) => key)
    expect(emptyDays.length).toBeGreaterThan(20)
    const startingLate = standard.catalog.contents.filter(
      ({ metaId }) =>
        found.days.get(`${metaId} 2026-12-01`) === 0 && found.days.get(`${metaId} 2026-12-02`) === 0,
    )
    expect(startingLate.length).toBeGreaterThanOrEqual(3)
    expect(startingLate.every(({ metaId }) => found.firstMonth.get(metaId)! > 0)).toBe(true)
  })

  it('knows the actuals of the first ten days only, a few percent off the forecast', () => {
    expect([...found.datesWithActual].sort()).toEqual(daysOf('2026-12').slice(0, 10))
    expect([...found.datesWithout].filter((date) => found.datesWithActual.has(date))).toEqual([])
    const change = (found.forecastWithActual - found.actual) / found.actual
    expect(Math.abs(change)).toBeLessThan(0.05)
    expect(change).not.toBe(0)
  })
})

describe('the forecast of a small sample', () => {
  it('keeps every promise of the standard one', () => {
    const small = sample({ seed: 20, size: 0.05, firstMonth: '2028-02', months: 1 })
    const found = survey(small)
    expect(found).toMatchObject({ whole: true, outside: 0, duplicates: 0 })
    expect(found.partsOfMonth.get('2028-02')!.size).toBe(6)
    expect(found.contentsOfMonth.get('2028-02')!.size).toBe(small.catalog.contents.length)
    expect(found.zeroRows).toBeGreaterThan(0)
    expect(found.rows).toBeLessThan(10_000)
  })
})

describe('a forecast of other options', () => {
  const key = (row: SampleForecastRow) => {
    const { date, hour } = mapped(row)
    return `${row.part} ${row.metaId} ${date} ${hour}`
  }

  it('is the same for the contents and days that two samples share', () => {
    const larger = sample({ size: 0.1, firstMonth: '2026-12', months: 3 })
    const forecasts = new Map([...larger.forecastRows()].map((row) => [key(row), row.forecast]))
    const smaller = sample({ size: 0.05, firstMonth: '2027-01', months: 1 })
    const different = [...smaller.forecastRows()].filter((row) => forecasts.get(key(row)) !== row.forecast)
    expect(different).toEqual([])
  })

  it('is another one for another seed', () => {
    const totals = [1, 2].map((seed) =>
      Array.from(sample({ seed, size: 0.05, months: 1 }).forecastRows(), (row) => row.forecast).reduce(
        (total, forecast) => total + forecast,
        0,
      ),
    )
    expect(totals[0]).not.toBe(totals[1])
  })
})
