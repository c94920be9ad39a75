import type { UnitTargeting } from '../../../shared/contract/campaigns'
import type { ProductView, TargetingGroupView } from '../../../shared/contract/catalog'
import { cellAddress } from '../../../shared/sheets/address'
import { columnOf } from '../../../shared/sheets/media-mix/columns'
import type { CellErrorCode } from '../../../shared/sheets/media-mix/error-codes'
import type { CellError } from '../../../shared/sheets/media-mix/messages'
import type { ReadRow } from '../../../shared/sheets/media-mix/read-back'

export interface TypedTargeting {
  /** By row key: the catalogue groups whose names stand in the cell. */
  changes: { unitId: string; groups: UnitTargeting['groups'] }[]
  /** Cells that can't be taken, with the reason; emptying one brings back what stood there. */
  errors: CellError[]
}

/**
 * The rows whose targeting cell says something else than was shown. Of a product that is sold by targeting groups, the
 * cell takes names or codes of groups, separated by commas, each with weight 1; of any other, targeting is chosen in the
 * pane.
 *
 * @param shown what the sheet showed last, by row key
 */
export function typedTargeting(
  rows: readonly ReadRow[],
  shown: ReadonlyMap<string, string>,
  products: readonly ProductView[],
  catalogue: readonly TargetingGroupView[],
): TypedTargeting {
  const result: TypedTargeting = { changes: [], errors: [] }
  for (const row of retyped(rows, shown)) {
    const refuse = (code: CellErrorCode) => {
      const address = cellAddress(columnOf('targeting'), row.row)
      result.errors.push({ code, field: 'targeting', address })
    }
    const product = products.find(({ code }) => code === row.productCode)
    if (product?.targetingKind !== 'GROUP') {
      refuse('TARGETING_IN_PANE')
      continue
    }
    const codes = row.targeting.split(',').map((name) => codeOf(name.trim(), catalogue))
    if (codes.includes(undefined)) refuse('UNKNOWN_GROUP')
    else {
      const groups = [...new Set(codes)].map((code) => ({ code: code!, weight: 1, members: [] }))
      result.changes.push({ unitId: row.unitId, groups })
    }
  }
  return result
}

/** Rows that were there before, with another text in the targeting cell. */
export function retyped(rows: readonly ReadRow[], shown: ReadonlyMap<string, string>) {
  return rows.flatMap((row) => {
    const { unitId, targeting } = row
    if (unitId === null || targeting == null || !shown.has(unitId)) return []
    return targeting === shown.get(unitId) ? [] : [{ ...row, unitId, targeting }]
  })
}

/** By name; where several groups have it, by code only. */
function codeOf(text: string, catalogue: readonly TargetingGroupView[]): string | undefined {
  const byName = catalogue.filter(({ name }) => name.trim() === text)
  return byName.length === 1 ? byName[0]!.code : catalogue.find(({ code }) => code === text)?.code
}
