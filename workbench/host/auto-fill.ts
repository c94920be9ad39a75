import type { Area, RangeTarget } from './addresses'
import { cellAt, contentOf, formulaOf, writeEntries } from './cell-contents'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { copyRange } from './range-structure'

const COPIED: Record<string, string> = { FillCopy: 'All', FillValues: 'Formulas', FillFormats: 'Formats' }

/** Fills a destination that begins with the source, as the fill handle does. */
export function autoFill(host: Host, source: RangeTarget, destination: RangeTarget, type: string): null {
  const beginsThere =
    destination.sheetId === source.sheetId &&
    destination.top === source.top &&
    destination.left === source.left
  if (!beginsThere || destination.bottom < source.bottom || destination.right < source.right) {
    throw invalidArgument('the destination must contain the source')
  }
  if (COPIED[type]) return copyRange(host, destination, source, { type: COPIED[type] })
  if (type !== 'FillDefault' && type !== 'FillSeries') throw invalidArgument(`auto fill ${type}`)
  copyRange(host, destination, source, { type: 'All' })
  const down = destination.bottom > source.bottom
  const [first, last] = down ? [source.left, source.right] : [source.top, source.bottom]
  for (let line = first; line <= last; line++) continueSeries(host, source, destination, { line, down, type })
  return null
}

/** A line of two numbers or more continues as a straight line. */
function continueSeries(
  host: Host,
  source: RangeTarget,
  destination: Area,
  { line, down, type }: { line: number; down: boolean; type: string },
): void {
  const [first, last, end] = down
    ? [source.top, source.bottom, destination.bottom]
    : [source.left, source.right, destination.right]
  const sheet = host.sheet(source.sheetId)
  const numbers: number[] = []
  for (let at = first; at <= last; at++) {
    const [row, column] = down ? [at, line] : [line, at]
    const cell = cellAt(sheet, row!, column!)
    const content = contentOf(cell)
    if (typeof content !== 'number' || formulaOf(sheet, cell, row!, column!) !== undefined) return
    numbers.push(content)
  }
  if (numbers.length < 2 && type !== 'FillSeries') return
  const { start, step } = straightLine(numbers)
  const values = Array.from({ length: end - last }, (_, i) => start + step * (numbers.length + i))
  if (values.length === 0) return
  const place = down
    ? { top: last + 1, bottom: end, left: line, right: line }
    : { top: line, bottom: line, left: last + 1, right: end }
  writeEntries(host, { sheetId: source.sheetId, ...place }, down ? values.map((value) => [value]) : [values])
}

/** Least squares, as Excel's own trend. */
function straightLine(numbers: readonly number[]): { start: number; step: number } {
  const count = numbers.length
  if (count < 2) return { start: numbers[0]!, step: 1 }
  const middle = (count - 1) / 2
  const mean = numbers.reduce((sum, number) => sum + number, 0) / count
  const above = numbers.reduce((sum, number, i) => sum + (i - middle) * (number - mean), 0)
  const below = numbers.reduce((sum, _, i) => sum + (i - middle) ** 2, 0)
  const step = above / below
  return { start: mean - step * middle, step }
}
