import { invalidFile } from './invalid-file'

export const REQUIRED_COLUMNS = ['part', 'metaId', 'date', 'hour', 'forecast', 'actual'] as const
const OPTIONAL_COLUMNS = ['name', 'broadcaster', 'owner'] as const
export type ForecastColumn = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number]

/** Vendors' names for the columns, in lower case, without spaces and punctuation. */
const NAMES: Readonly<Record<ForecastColumn, readonly string[]>> = {
  part: ['part', '파트', '파트명', '파트코드'],
  metaId: [
    'metaid',
    '메타id',
    '메타아이디',
    'contentid',
    '콘텐츠id',
    '콘텐츠아이디',
    '컨텐츠id',
    '컨텐츠아이디',
  ],
  date: ['date', '날짜', '일자', '기준일', '기준일자', '방송일', '방송일자'],
  hour: ['hour', '시간', '시', '시간대'],
  forecast: ['forecast', '예측', '예측노출', '예측노출수', '예측인벤토리', '예측값'],
  actual: ['actual', '실적', '실적노출', '실적노출수', '실제', '실제노출', '실제노출수', '실적값'],
  name: ['name', 'title', '이름', '콘텐츠명', '컨텐츠명', '콘텐츠이름', '프로그램명', '프로그램'],
  broadcaster: ['broadcaster', '방송사', '방송사명'],
  owner: ['owner', 'contentowner', 'co', '콘텐츠오너', '컨텐츠오너', '오너', '소유자', '소유사'],
}
const COLUMN_OF = new Map(
  Object.entries(NAMES).flatMap(([column, names]) => names.map((name) => [name, column as ForecastColumn])),
)

export interface Header {
  /** Position of each column; optional columns may be missing. */
  positions: Partial<Record<ForecastColumn, number>>
  width: number
  /** Names of unknown columns, which are ignored. */
  ignored: string[]
}

/** @throws Problem FORECAST_FILE_INVALID, which names missing or repeated columns, and the header found */
export function readHeader(fields: readonly string[]): Header {
  const positions: Header['positions'] = {}
  const ignored: string[] = []
  const twice: string[] = []
  fields.forEach((field, position) => {
    const column = columnOf(field)
    if (!column) {
      if (field.trim() !== '') ignored.push(field.trim().slice(0, 100))
    } else if (positions[column] !== undefined) twice.push(column)
    else positions[column] = position
  })
  const missing = REQUIRED_COLUMNS.filter((column) => positions[column] === undefined)
  if (missing.length > 0 || twice.length > 0) {
    const found = fields
      .map((field) => field.trim())
      .join(',')
      .slice(0, 200)
    const wrong =
      missing.length > 0 ? `missing: ${missing.map(bothNames).join(', ')}` : `twice: ${twice.join(', ')}`
    throw invalidFile(
      `The header must be ${REQUIRED_COLUMNS.join(',')}[,${OPTIONAL_COLUMNS.join(',')}], in any order, in English or Korean; ` +
        `${wrong}. Found: ${found || 'nothing'}.`,
    )
  }
  return { positions, width: fields.length, ignored }
}

/** The delimiter (comma, semicolon or tab) with which the first line has the most known columns. */
export function delimiterOf(firstLine: string): string {
  const known = (delimiter: string) =>
    firstLine.split(delimiter).filter((field) => columnOf(field.replaceAll('"', ''))).length
  return [',', ';', '\t'].reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best))
}

function columnOf(name: string): ForecastColumn | undefined {
  return COLUMN_OF.get(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  )
}

function bothNames(column: ForecastColumn): string {
  return `${column} (${NAMES[column].find((name) => /\p{Script=Hangul}/u.test(name))})`
}
