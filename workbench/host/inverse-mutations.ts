import type { IAccessor, IMutationInfo, IRange } from '@univerjs/core'
import {
  AddMergeUndoMutationFactory,
  AddWorksheetMergeMutation,
  type IAddWorksheetMergeMutationParams,
  type IRemoveWorksheetMergeMutationParams,
  type ISetRangeValuesMutationParams,
  type ISetWorksheetColWidthMutationParams,
  type ISetWorksheetRowHeightMutationParams,
  type ISetWorksheetRowIsAutoHeightMutationParams,
  RemoveMergeUndoMutationFactory,
  RemoveWorksheetMergeMutation,
  SetColHiddenMutation,
  SetColVisibleMutation,
  SetRangeValuesMutation,
  SetRangeValuesUndoMutationFactory,
  SetRowHiddenMutation,
  SetRowVisibleMutation,
  SetWorksheetColWidthMutation,
  SetWorksheetColWidthMutationFactory,
  SetWorksheetRowHeightMutation,
  SetWorksheetRowHeightMutationFactory,
  SetWorksheetRowIsAutoHeightMutation,
  SetWorksheetRowIsAutoHeightMutationFactory,
} from '@univerjs/sheets'
import type { FWorksheet } from '@univerjs/sheets/facade'

type Inverse = (accessor: IAccessor, params: never, sheet: FWorksheet) => IMutationInfo

/** What takes back a mutation that the host runs itself, as the grid's own commands take back theirs. */
const INVERSES: Record<string, Inverse> = {
  [SetRangeValuesMutation.id]: (accessor, params: ISetRangeValuesMutationParams) => ({
    id: SetRangeValuesMutation.id,
    params: SetRangeValuesUndoMutationFactory(accessor, params),
  }),
  [AddWorksheetMergeMutation.id]: (accessor, params: IAddWorksheetMergeMutationParams) => ({
    id: RemoveWorksheetMergeMutation.id,
    params: AddMergeUndoMutationFactory(accessor, params),
  }),
  [RemoveWorksheetMergeMutation.id]: (accessor, params: IRemoveWorksheetMergeMutationParams) => ({
    id: AddWorksheetMergeMutation.id,
    params: RemoveMergeUndoMutationFactory(accessor, params),
  }),
  [SetWorksheetColWidthMutation.id]: (_accessor, params: ISetWorksheetColWidthMutationParams, sheet) => ({
    id: SetWorksheetColWidthMutation.id,
    params: SetWorksheetColWidthMutationFactory(params, sheet.getSheet()),
  }),
  [SetWorksheetRowHeightMutation.id]: (_accessor, params: ISetWorksheetRowHeightMutationParams, sheet) => ({
    id: SetWorksheetRowHeightMutation.id,
    params: SetWorksheetRowHeightMutationFactory(params, sheet.getSheet()),
  }),
  [SetWorksheetRowIsAutoHeightMutation.id]: (
    _accessor,
    params: ISetWorksheetRowIsAutoHeightMutationParams,
    sheet,
  ) => ({
    id: SetWorksheetRowIsAutoHeightMutation.id,
    params: SetWorksheetRowIsAutoHeightMutationFactory(params, sheet.getSheet()),
  }),
  [SetRowHiddenMutation.id]: (_accessor, params, sheet) =>
    shown(SetRowVisibleMutation.id, params, (row) => sheet.getSheet().getRowRawVisible(row)),
  [SetRowVisibleMutation.id]: (_accessor, params, sheet) =>
    shown(SetRowHiddenMutation.id, params, (row) => !sheet.getSheet().getRowRawVisible(row)),
  [SetColHiddenMutation.id]: (_accessor, params, sheet) =>
    shown(SetColVisibleMutation.id, params, (column) => sheet.getSheet().getColVisible(column)),
  [SetColVisibleMutation.id]: (_accessor, params, sheet) =>
    shown(SetColHiddenMutation.id, params, (column) => !sheet.getSheet().getColVisible(column)),
}

/** Only the rows or columns that the mutation changes. */
function shown(id: string, params: { ranges: IRange[] }, changes: (line: number) => boolean): IMutationInfo {
  const rows = id.includes('row')
  const ranges = params.ranges.flatMap((range) => {
    const [first, last] = rows ? [range.startRow, range.endRow] : [range.startColumn, range.endColumn]
    const lines = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(changes)
    return lines.map((line) => ({
      ...range,
      ...(rows ? { startRow: line, endRow: line } : { startColumn: line, endColumn: line }),
    }))
  })
  return { id, params: { ...params, ranges } }
}

/** Must be asked before the mutation runs; null for one whose trace stays outside of the grid's cells. */
export function inverseOf(sheet: FWorksheet, { id, params }: IMutationInfo): IMutationInfo | null {
  return INVERSES[id]?.(sheet.getInject(), params as never, sheet) ?? null
}
