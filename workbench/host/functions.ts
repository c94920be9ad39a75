import { areaAddress, quotedSheet, type RangeTarget } from './addresses'
import { contentOf } from './cell-contents'
import type { Host } from './host'
import { HostObject, HostType } from './host-type'
import { dateSerial } from './typed-entry'

type Value = string | number | boolean | undefined

const functionResultType = new HostType<{ value: Value; error?: string }>('FunctionResult', {
  properties: {
    value: { get: ({ value }) => value ?? null },
    error: { get: ({ value, error }) => error ?? (value === undefined ? '#NUM!' : null) },
  },
})

/** The days that a workbook which counts from 1904 counts less. */
const DAYS_UNTIL_1904 = 1_462

/** The sheet's functions that an add-in calls itself, besides `date`. */
const NAMES = [
  'sum',
  'average',
  'max',
  'min',
  'count',
  'countA',
  'countIf',
  'sumIf',
  'vlookup',
  'hlookup',
  'match',
  'index',
  'round',
  'randBetween',
  'concatenate',
  'upper',
  'lower',
  'len',
]

/** The grid calculates them, as the formula of a cell that nobody sees. */
export const functionsType = new HostType<Host>('Functions', {
  methods: {
    date: ({ state }, [year, month, day]) => {
      const fromYear1900 = dateSerial(Number(year), Number(month), Number(day))
      const less = state.datesFrom1904 ? DAYS_UNTIL_1904 : 0
      return functionResultType.of({ value: fromYear1900 === undefined ? undefined : fromYear1900 - less })
    },
    ...Object.fromEntries(
      NAMES.map((name) => [
        wireSpelling(name),
        (host: Host, args: readonly unknown[]) => calculated(host, name.toUpperCase(), args),
      ]),
    ),
  },
})

/** The client sends `VLookup` for `vlookup`. */
function wireSpelling(name: string): string {
  return name.replace(/^([vh])lookup$/, '$1Lookup')
}

async function calculated(host: Host, name: string, args: readonly unknown[]): Promise<HostObject> {
  const given = [...args.flat()]
  while (given.length > 0 && (given.at(-1) === undefined || given.at(-1) === null)) given.pop()
  const formula = `=${name}(${given.map((argument) => written(host, argument)).join(',')})`
  const value = await host.evaluated(formula)
  const content = contentOf(value)
  const error = typeof content === 'string' && content.startsWith('#') ? content : undefined
  return functionResultType.of(error ? { value: undefined, error } : { value: content })
}

function written(host: Host, argument: unknown): string {
  if (argument instanceof HostObject) {
    const range = argument.target as RangeTarget & { value?: Value }
    if (argument.type.name === 'FunctionResult') return written(host, range.value)
    return `${quotedSheet(host.sheet(range.sheetId).getSheetName())}!${areaAddress(range, true)}`
  }
  if (typeof argument === 'boolean') return argument ? 'TRUE' : 'FALSE'
  return typeof argument === 'number' ? String(argument) : `"${String(argument).replaceAll('"', '""')}"`
}
