import type { OpenForecastFile } from './forecast-file'
import { groupSignOf, type NumberForm } from './forecast-values'

/**
 * Finds out how a file writes its numbers: from those that can be read in one way only, such as `1,234,567` or
 * `12,5`. It reads the file to its end, or until it has found both forms: then neither sign says anything.
 */
export async function numberFormOf({ header, delimiter, batches }: OpenForecastFile): Promise<NumberForm> {
  const positions = [header.positions.forecast ?? -1, header.positions.actual ?? -1]
  const found = new Set<string>()
  for await (const batch of batches) {
    for (const record of batch) {
      if ('reason' in record) continue
      for (const position of positions) {
        const sign = groupSignOf(record.fields[position]?.trim() ?? '')
        if (sign) found.add(sign)
      }
    }
    // Leaving the loop closes the file.
    if (found.size > 1) return {}
  }
  if (found.has(',')) return { ',': 'GROUPS', '.': 'DECIMALS' }
  if (found.has('.')) return { ',': 'DECIMALS', '.': 'GROUPS' }
  // Where the comma separates fields, or in a workbook, nobody writes decimals with it.
  return delimiter === ',' || delimiter === null ? { ',': 'GROUPS' } : {}
}
