/** How the rows of a table fall on printed pages. Heights are in points. */

/** A reserve, because printers and fonts differ. */
const USABLE = 0.95
/** So much of a page may stay empty, so that rows that belong together are on one page. */
const MOST_BLANK = 0.3

/** The height of a page that a sheet may count on. */
export function usableHeight(pageHeight: number): number {
  return pageHeight * USABLE
}

/** Most points that rows which belong together may take. */
export function mostTogether(pageHeight: number): number {
  return pageHeight * MOST_BLANK
}

/**
 * The rows that begin a page in a table with totals: these are never alone on a page, because the rows before them go
 * along.
 *
 * @param heights of all rows, the first is row 1
 * @param closing the rows of the totals, which stay together; what follows them may go to another page
 * @param company how many rows before the totals go along, as far as they are not too high
 * @param repeated points of the rows that each page repeats
 */
export function pagesOfTable(
  heights: readonly number[],
  table: { closing: { first: number; last: number }; company: number; repeated: number; pageHeight: number },
): number[] {
  const page = usableHeight(table.pageHeight)
  const breaksBefore: number[] = []
  const first = firstTogether(heights, table)
  let used = 0
  for (let row = 1; row <= heights.length; row++) {
    const needed = row === first ? sumOf(heights, row, table.closing.last) : heights[row - 1]!
    if (used > table.repeated && used + needed > page) {
      breaksBefore.push(row)
      used = table.repeated
    }
    used += heights[row - 1]!
  }
  return breaksBefore
}

/** The first of the rows that are on one page with the totals. */
function firstTogether(
  heights: readonly number[],
  {
    closing,
    company,
    pageHeight,
  }: { closing: { first: number; last: number }; company: number; pageHeight: number },
): number {
  const most = mostTogether(pageHeight)
  // One row goes along even if it is high.
  let first = Math.max(1, closing.first - Math.min(1, company))
  while (first > closing.first - company && first > 1 && sumOf(heights, first - 1, closing.last) <= most)
    first -= 1
  return first
}

/** Of rows from `first` to `last`. */
function sumOf(heights: readonly number[], first: number, last: number): number {
  return heights.slice(first - 1, last).reduce((total, height) => total + height, 0)
}
