// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { amountEntry, endEntry, startEntry } from '../../shared/sheets/media-mix/entry-rules'
import { serialOf } from '../../shared/sheets/serial-date'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

let excel: HeadlessExcel
beforeAll(async () => {
  excel = await headlessExcel()
})
afterAll(() => excel.dispose())

/** Whether a formula over A1 and B1 lets these values through, as the sheet calculates it. */
async function passes(
  formula: string,
  a: string | number | boolean,
  b: string | number = '',
): Promise<unknown> {
  return excel.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet()
    const quoted = (value: string | number | boolean) =>
      typeof value === 'string' && value !== '' ? `'${value}` : value
    sheet.getRange('A1:C1').formulas = [[quoted(a), quoted(b), `=${formula}`]]
    const result = sheet.getRange('C1')
    result.load({ values: true })
    await context.sync()
    return result.values[0]![0]
  })
}

const day = serialOf('2026-12-05')

describe('what Excel lets a person type', () => {
  it.each([
    ['500만', true],
    ['5천만원', true],
    [0, true],
    [1_000_000, true],
    [999_999_999_999_999, true],
    [-1, false],
    [0.5, false],
    [1e15, false],
    [true, false],
  ])('%j as an amount: %j', async (value, allowed) => {
    expect(await passes(amountEntry('A1'), value)).toBe(allowed)
  })

  it.each([
    ['12월 5일', true],
    [day, true],
    [day + 0.5, true],
    [20_261_205, true],
    [12.5, false],
    [36_525, false],
    [109_575, false],
    [19_991_231, false],
    [true, false],
  ])('%j as a start: %j', async (value, allowed) => {
    expect(await passes(startEntry('A1'), value)).toBe(allowed)
  })

  it.each([
    [day, day, true],
    [day + 1, day, true],
    [day - 1, day, false],
    ['12/5', day, true],
    [20_261_205, day, true],
    [day, '12월 1일', true],
    [day, 20_261_201, true],
    [day, '', true],
  ])('%j as an end after %j: %j', async (end, start, allowed) => {
    expect(await passes(endEntry('A1', 'B1'), end, start)).toBe(allowed)
  })
})
