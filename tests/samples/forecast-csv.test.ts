import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { forecastCsv } from '../../samples/market/forecast-csv'
import type { SampleForecastRow } from '../../samples/market/forecast-rows'
import { sample } from '../../samples/market/sample'

const OPTIONS = { size: 0.05, months: 1 }

function csvOf(rows: Iterable<SampleForecastRow>): string {
  return [...forecastCsv(rows)].join('')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

describe('the vendor CSV', () => {
  it('is the same to the byte every time and everywhere', () => {
    const first = sample(OPTIONS)
    const text = csvOf(first.forecastRows())
    expect(csvOf(first.forecastRows())).toBe(text)
    // If a hash changes, the sample has changed, and files or figures made from the old one are out of date.
    expect(sha256(text)).toBe('84d535041b6aa2f1e81b000d3547828da573586f69ed8f9f693213c62772bc18')
    expect(sha256(JSON.stringify(sample().catalog))).toBe(
      'bbfc17267d4519fbf11175bfe2e5e6ed0bde80a658624ab6db3cd7fc8925606e',
    )
  })

  it('begins with exactly the agreed header', () => {
    expect(csvOf([])).toBe('part,metaId,date,hour,forecast,actual,name,broadcaster,owner\n')
    const [header] = csvOf(sample(OPTIONS).forecastRows()).split('\n')
    expect(header).toBe('part,metaId,date,hour,forecast,actual,name,broadcaster,owner')
  })

  it('says name, broadcaster and owner on the first row of a content only', () => {
    const { catalog, forecastRows } = sample(OPTIONS)
    const records = parse<Record<string, string>>(csvOf(forecastRows()), { columns: true })
    const described = records.filter((record) => record.name !== '')
    expect(
      described.map(({ metaId, name, broadcaster, owner }) => ({ metaId, name, broadcaster, owner })),
    ).toEqual(
      expect.arrayContaining(
        catalog.contents.map(({ metaId, name, broadcaster = '', owner = '' }) => ({
          metaId,
          name,
          broadcaster,
          owner,
        })),
      ),
    )
    expect(described).toHaveLength(catalog.contents.length)
    const seen = new Set<string>()
    for (const { metaId, name } of records) {
      expect(name !== '').toBe(!seen.has(metaId!))
      seen.add(metaId!)
    }
  })

  it('gives back every number when it is parsed', () => {
    const { forecastRows } = sample(OPTIONS)
    const records = parse<Record<string, string>>(csvOf(forecastRows()), { columns: true })
    const rows = [...forecastRows()]
    expect(records).toHaveLength(rows.length)
    const numbers = rows.map((row) => [row.part, row.metaId, row.date, row.hour, row.forecast, row.actual])
    expect(
      records.map((record) => [
        record.part,
        record.metaId,
        record.date,
        Number(record.hour),
        Number(record.forecast),
        record.actual === '' ? null : Number(record.actual),
      ]),
    ).toEqual(numbers)
  })

  it('quotes commas, quotation marks and line breaks, and ends lines in LF', () => {
    const row: SampleForecastRow = {
      part: 'SMR_PROGRAM',
      metaId: 'PRG-1',
      date: '2026-12-01',
      hour: 25,
      forecast: 10,
      actual: null,
      name: '밥 한 끼, "둘이서"',
      broadcaster: 'K\nBS',
      owner: 'CO',
    }
    expect(csvOf([row, { ...row, hour: 26, actual: 0 }]).split('owner\n')[1]).toBe(
      'SMR_PROGRAM,PRG-1,2026-12-01,25,10,,"밥 한 끼, ""둘이서""","K\nBS",CO\n' +
        'SMR_PROGRAM,PRG-1,2026-12-01,26,10,0,,,\n',
    )
  })

  it('comes in chunks of some thousand rows, and reads no further than it has to', () => {
    let read = 0
    function* counted() {
      for (const row of sample({ size: 30 }).forecastRows()) {
        read++
        yield row
      }
    }
    const chunks = forecastCsv(counted())
    const first = chunks.next().value as string
    expect(first.split('\n').length - 2).toBe(read)
    expect(read).toBeGreaterThan(1_000)
    expect(read).toBeLessThan(20_000)
  })
})
