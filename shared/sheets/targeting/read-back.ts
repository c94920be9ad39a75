import { cellAddress } from '../address'
import { findKeyColumn, type PlainGrid, parseRowKey } from '../identity'
import { targetingColumns } from './columns'

const ROWS = 'rows:'

/** Stands in the key column beside a block's title: the rows whose weights are typed there; none for other blocks. */
export function blockKey(unitIds: readonly string[]): string {
  return ROWS + unitIds.join(',')
}

/** A weight in the planner's sheet; `weight` null: what stands there is none. */
export interface WrittenWeight {
  metaId: string
  weight: number | null
  address: string
}

/** The weights of one block, which its rows share. */
export interface WrittenBlock {
  unitIds: string[]
  weights: WrittenWeight[]
}

/** Reads the weights of the planner's targeting sheet; only blocks that can be typed into are returned. */
export function readTargetingWeights(grid: PlainGrid): WrittenBlock[] {
  const heading = findKeyColumn(grid)
  if (!heading) return []
  const columns = targetingColumns('planner')
  const weightColumn = heading.column - columns.length + columns.findIndex(({ field }) => field === 'weight')
  if (weightColumn < 0) return []
  const blocks: WrittenBlock[] = []
  let block: WrittenBlock | null = null
  for (let row = heading.row + 1; row < grid.length; row++) {
    const key = grid[row]![heading.column]
    if (typeof key !== 'string' || key === '') continue
    if (key.startsWith(ROWS)) {
      const unitIds = key
        .slice(ROWS.length)
        .split(',')
        .flatMap((one) => parseRowKey(one) ?? [])
      block = unitIds.length > 0 ? { unitIds, weights: [] } : null
      if (block) blocks.push(block)
    } else if (block) {
      const written = grid[row]![weightColumn]
      const weight =
        typeof written === 'string' ? Number(written.replaceAll(',', '').trim() || Number.NaN) : written
      const isWeight =
        typeof weight === 'number' && Number.isInteger(weight) && weight >= 1 && weight <= 1_000_000
      block.weights.push({
        metaId: key,
        weight: isWeight ? weight : null,
        address: cellAddress(weightColumn + 1, row + 1),
      })
    }
  }
  return blocks
}
