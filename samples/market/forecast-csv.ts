import type { SampleForecastRow } from './forecast-rows'

const HEADER = 'part,metaId,date,hour,forecast,actual,name,broadcaster,owner\n'
const ROWS_PER_CHUNK = 4096

/**
 * The vendor's CSV in chunks of text: RFC 4180 quoting, line ends are LF, to be written as UTF-8.
 *
 * Only the first row of a content contains `name`, `broadcaster` and `owner`; they are empty in the many rows
 * after it.
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
    // Many consecutive rows belong to one content, so its key is built once for them.
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
