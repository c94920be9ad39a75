import { CellValueType } from '@univerjs/core'
import { AFTER_CELL_EDIT, SheetInterceptorService } from '@univerjs/sheets'
import { cellAt } from './cell-contents'
import type { Host } from './host'

const SCIENTIFIC = /^[-+]?(\d+\.?\d*|\.\d+)e[-+]?\d+$/i
/** Before the grid reads the entry. */
const FIRST = 1_000

/** A cell with a number format keeps it, as in Excel, when `1e6` is typed into it; the grid would change it to `0.00E+00`. */
export function keepFormats(host: Host): void {
  host.injector.get(SheetInterceptorService).writeCellInterceptor.intercept(AFTER_CELL_EDIT, {
    priority: FIRST,
    handler: (entry, { subUnitId, row, col }, next) => {
      const text = String(entry?.v ?? '').trim()
      if (!entry || entry.p || entry.t === CellValueType.FORCE_STRING || !SCIENTIFIC.test(text))
        return next(entry)
      const sheet = host.sheet(subUnitId)
      const pattern = sheet
        .getWorkbook()
        .getStyles()
        .getStyleByCell(cellAt(sheet, row, col))?.n?.pattern
      const value = Number(text)
      if (!pattern || pattern === 'General' || pattern === '@' || !Number.isFinite(value)) return next(entry)
      return next({ ...entry, v: value, t: CellValueType.NUMBER })
    },
  })
}
