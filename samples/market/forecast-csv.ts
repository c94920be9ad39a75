import type { SampleForecastRow } from './forecast-rows'

const HEADER = 'part,metaId,date,hour,forecast,actual,name,broadcaster,owner\n'
const ROWS_PER_CHUNK = 4096

/**
 * The vendor's CSV in chunks of text: RFC 4180 quoting, lines end in LF, to be written as UTF-8.
 *
 * `name`, `broadcaster` and `owner` stand on the first row of a content only; the millions of rows after it leave them
 * empty.
 */
export function* forecastCsv(rows: Iterable<SampleForecastRow>): Generator<string> {
  const described = new Set<string>()
  let text = HEADER
  let count = 0
  let part = ''
  let metaId = ''
  let key = ''
  for (const row of rows) {
    let description = ',,'
    // Rows of a content come in long runs: its key is worked out once a run.
    if (row.metaId !== metaId || row.part !== part) {
      part = row.part
      metaId = row.metaId
      key = `${field(part)},${field(metaId)},`
      if (!described.has(metaId)) {
        described.add(metaId)
        description = `${field(row.name)},${field(row.broadcaster)},${field(row.owner)}`
      }
    }
    const actual = row.actual === null ? '' : row.actual
    text += `${key}${row.date},${row.hour},${row.forecast},${actual},${description}\n`
    if (++count === ROWS_PER_CHUNK) {
      yield text
      text = ''
      count = 0
    }
  }
  if (text !== '') yield text
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
