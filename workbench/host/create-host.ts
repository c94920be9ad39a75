import type { Injector, IWorkbookData } from '@univerjs/core'
import type { FUniver } from '@univerjs/core/facade'
import { judgeEntries } from './custom-validations'
import { followExcel } from './grid-habits'
import { Host } from './host'
import { guardLockedCells } from './locked-guard'
import { keepParsedFormulas } from './parsed-formulas'
import { keepFormats } from './scientific-entries'
import { dropStaleResults } from './stale-results'
import { formatTexts } from './text-formats'
import { listenToGrid } from './user-events'

/** Creates a host for a grid without a workbook, and its first workbook. */
export function createHost(univerAPI: FUniver, injector: Injector, data: Partial<IWorkbookData>): Host {
  const host = new Host(univerAPI, injector)
  // The grid's own listeners start with its first workbook, and one of them writes formulas before a command
  // runs. Listeners run in the order in which they were added, so the guard must be added before them.
  keepParsedFormulas()
  guardLockedCells(host)
  dropStaleResults(host)
  univerAPI.createWorkbook(data)
  followExcel(host)
  judgeEntries(host)
  keepFormats(host)
  formatTexts(host)
  host.calculation.listen(injector)
  listenToGrid(host)
  host.cellEdit.listen(host.commands)
  return host
}
