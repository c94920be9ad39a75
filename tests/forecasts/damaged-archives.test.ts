import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { ZipArchive } from '../../server/forecasts/workbook/zip-archive'
import { fileOf, HEADER, read } from './reading'
import { zipOf } from './zip-of'

const ROWS = Array.from({ length: 60 }, (_, i) => [
  'P',
  `드라마${i}`,
  `2027-03-${String(1 + (i % 28)).padStart(2, '0')}`,
  i % 24,
  i * 7919,
  i % 3 === 0 ? null : i,
])

/** The same pseudo-random numbers in each run. */
function numbers(): (below: number) => number {
  let state = 20_270_301
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

/** A damaged copy: cut off, with a piece cut out, with wrong bytes, or with bytes from another place. */
function damage(bytes: Buffer, next: (below: number) => number): Buffer {
  const at = next(bytes.length)
  const length = 1 + next(40)
  switch (next(4)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 2: {
      const copy = Buffer.from(bytes)
      for (let flips = 1 + next(3); flips > 0; flips--) copy[next(bytes.length)]! ^= 1 << next(8)
      return copy
    }
    default: {
      const copy = Buffer.from(bytes)
      bytes.copy(copy, at, next(bytes.length), bytes.length)
      return copy
    }
  }
}

/** What a damaged file gives: its rows, or a refusal in words; any other error fails the test. */
async function rowsOrRefusal(bytes: Buffer): Promise<unknown[] | 'refused'> {
  try {
    const { rows } = await read(bytes)
    return rows.map(({ metaId, date, hour, forecast, actual }) => ['P', metaId, date, hour, forecast, actual])
  } catch (error) {
    expect(error).toMatchObject({ code: 'FORECAST_FILE_INVALID' })
    return 'refused'
  }
}

/** The parts of a workbook that are read. */
async function partsOf(workbook: Buffer): Promise<Record<string, Buffer>> {
  const archive = await ZipArchive.open(fileOf(workbook))
  const names = [
    '_rels/.rels',
    ...[
      'workbook.xml',
      '_rels/workbook.xml.rels',
      'sharedStrings.xml',
      'styles.xml',
      'worksheets/sheet1.xml',
    ].map((name) => `xl/${name}`),
  ]
  const parts = await Promise.all(
    names.map(async (name) => [name, await buffer(archive.part(name))] as const),
  )
  return Object.fromEntries(parts)
}

describe('a damaged archive', () => {
  let workbook: Buffer
  beforeAll(async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('예측')
    sheet.addRow(HEADER.split(','))
    for (const [part, metaId, date, ...rest] of ROWS)
      sheet.addRow([part, metaId, new Date(String(date)), ...rest])
    workbook = Buffer.from(await book.xlsx.writeBuffer())
  })

  it.each(['xlsx', 'csv.gz'])(
    'is refused in words, or gives all of its rows as they were (%s)',
    async (kind) => {
      const whole =
        kind === 'xlsx' ? workbook : gzipSync([HEADER, ...ROWS.map((row) => row.join(','))].join('\n'))
      expect(await rowsOrRefusal(whole)).toEqual(ROWS)
      const next = numbers()
      let refused = 0
      for (let i = 0; i < 700; i++) {
        const given = await rowsOrRefusal(damage(whole, next))
        if (given === 'refused') refused++
        else expect(given).toEqual(ROWS)
      }
      expect(refused).toBeGreaterThan(600)
    },
    60_000,
  )

  it('is refused in words wherever it is cut off', async () => {
    for (const whole of [workbook, gzipSync(HEADER.repeat(100))])
      for (let length = 0; length < whole.length; length += 11)
        expect(await rowsOrRefusal(whole.subarray(0, length))).toBe('refused')
  }, 60_000)

  it('is refused in words, or gives rows, where its XML is wrong', async () => {
    const unpacked = await partsOf(workbook)
    const names = Object.keys(unpacked)
    const next = numbers()
    for (let i = 0; i < 400; i++) {
      const name = names[next(names.length)]!
      await rowsOrRefusal(zipOf({ ...unpacked, [name]: damage(unpacked[name]!, next) }))
    }
  }, 60_000)
})
