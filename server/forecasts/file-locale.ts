import type { OpenForecastFile } from './forecast-file'
import type { Locale } from './locale'
import { groupSignOf } from './read-count'
import { dateOrderOf } from './read-date'

/**
 * Finds out how a file writes its numbers and dates: from those that can be read in one way only, such as
 * `1,234,567`, `12,5` or `31/12/2026`. It reads the file to its end. Where it finds two forms that contradict
 * each other, neither says anything.
 */
export async function localeOf({ header, delimiter, batches }: OpenForecastFile): Promise<Locale> {
  const { date = -1, forecast = -1, actual = -1 } = header.positions
  const signs = new Set<string>()
  let hasGroups = false
  const orders = new Set<NonNullable<Locale['dates']>>()
  for await (const batch of batches) {
    for (const record of batch) {
      if ('reason' in record) continue
      for (const position of [forecast, actual]) {
        const found = groupSignOf(record.fields[position]?.trim() ?? '')
        if (!found) continue
        signs.add(found.sign)
        hasGroups ||= found.isThere
      }
      const order = dateOrderOf(record.fields[date]?.trim() ?? '')
      if (order) orders.add(order)
    }
  }
  const [order] = orders
  return {
    numbers: numbersOf(signs, hasGroups, delimiter),
    ...(order && orders.size === 1 && { dates: order }),
  }
}

/**
 * @param signs the thousands separators that were found, comma or dot
 * @param hasGroups whether a number was found that has one
 */
function numbersOf(
  signs: ReadonlySet<string>,
  hasGroups: boolean,
  delimiter: string | null,
): Locale['numbers'] {
  if (signs.size > 1) return {}
  if (signs.has(',')) return { ',': 'GROUPS', '.': 'DECIMALS' }
  // A lone 1,00 may be a slip for 100, unless the file separates its fields as those do who write so.
  if (signs.has('.')) return hasGroups || delimiter === ';' ? { ',': 'DECIMALS', '.': 'GROUPS' } : {}
  // Where the comma separates fields, or in a workbook, nobody writes decimals with it.
  return delimiter === ',' || delimiter === null ? { ',': 'GROUPS' } : {}
}
