import type { UnitTargeting } from '../../../shared/contract/campaigns'
import type { ProductView, TargetingGroupView } from '../../../shared/contract/catalog'
import type { CellErrorCode } from '../../../shared/sheets/media-mix/error-codes'
import { addressIn, type ReadRow } from '../../../shared/sheets/media-mix/read-back'
import type { RowCellError } from './changes'

export interface TypedTargeting {
  /** By row key: the catalogue groups that the cell names. */
  changes: { unitId: string; groups: UnitTargeting['groups'] }[]
  /** Invalid cells with the reason; emptying such a cell brings back its old text. */
  errors: RowCellError[]
}

/**
 * Finds the rows whose targeting cell was changed. If a product is sold by targeting groups, the cell takes
 * names or codes of groups, separated by commas, each with weight 1. For any other product, targeting is
 * chosen in the pane.
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
      result.errors.push({
        code,
        field: 'targeting',
        address: addressIn(row, 'targeting'),
        unitId: row.unitId,
      })
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

/** Known rows with another text in the targeting cell. */
export function retyped(rows: readonly ReadRow[], shown: ReadonlyMap<string, string>) {
  return rows.flatMap((row) => {
    const { unitId, targeting } = row
    if (unitId === null || targeting == null || !shown.has(unitId)) return []
    return targeting === shown.get(unitId) ? [] : [{ ...row, unitId, targeting }]
  })
}

/** Finds a group by its name if the name is unique, otherwise by its code. */
function codeOf(text: string, catalogue: readonly TargetingGroupView[]): string | undefined {
  const byName = catalogue.filter(({ name }) => name.trim() === text)
  return byName.length === 1 ? byName[0]!.code : catalogue.find(({ code }) => code === text)?.code
}
