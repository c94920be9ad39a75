import type { Injector } from '@univerjs/core'
import type { FUniver } from '@univerjs/core/facade'
import { Host } from './host'
import { guardLockedCells } from './locked-guard'
import { listenToGrid } from './user-events'

/** Creates a host for a grid that already has a workbook. */
export function createHost(univerAPI: FUniver, injector: Injector): Host {
  const host = new Host(univerAPI, injector)
  guardLockedCells(host)
  listenToGrid(host)
  host.cellEdit.listen(host.commands)
  return host
}
