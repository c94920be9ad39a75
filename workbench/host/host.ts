import {
  type ICellData,
  ICommandService,
  type Injector,
  IUniverInstanceService,
  type IWorkbookData,
  UniverInstanceType,
} from '@univerjs/core'
import type { FUniver } from '@univerjs/core/facade'
import type { FWorkbook, FWorksheet } from '@univerjs/sheets/facade'
import {
  type Area,
  areaAddress,
  EXCEL_COLUMNS,
  EXCEL_ROWS,
  intersection,
  type RangeTarget,
} from './addresses'
import { Calculation } from './calculation'
import { CellEdit } from './cell-edit'
import { ConditionalFormatStore } from './conditional-format-store'
import { CustomFunctions } from './custom-functions'
import { accessDenied, invalidObjectPath, notImplemented } from './errors'
import { EVENT, EventChannel } from './event-channel'
import { isUnlocked } from './locked-cells'
import { PendingStyles } from './pending-styles'
import { newSheetState, newWorkbookState, type SheetState, type WorkbookState } from './sheet-state'
import { UndoSteps } from './undo-steps'
import { writePassingCells } from './writes'

/**
 * The host of the Office.js client: a workbook of the grid, and the state that Excel has beyond it.
 * The other files of this folder define what an add-in may use; `wire.ts` runs its requests.
 */
export class Host {
  state: WorkbookState = newWorkbookState()
  readonly calculation: Calculation
  readonly events = new EventChannel()
  readonly conditionalFormats = new ConditionalFormatStore()
  readonly cellEdit = new CellEdit()
  readonly customFunctions = new CustomFunctions(this)
  readonly undo: UndoSteps
  /** Called when a person tried to change a locked cell. */
  onRefused: (address: string) => void = () => undefined
  /** Called with the alert of a validation that has refused what a person typed. */
  onInvalid: (alert: string) => void = () => undefined
  /** Adds the sheets of a workbook's file at the end, all or those of these names; returns their ids. */
  insertSheets: (file: ArrayBuffer, names: readonly string[]) => Promise<string[]> = () => {
    throw notImplemented('files')
  }
  /** Called when a request of the add-in is done. */
  onRequestDone: () => void = () => undefined
  readonly pendingStyles = new PendingStyles()
  #addinDepth = 0
  // Cached: the grid creates new wrappers on every call, which is slow over thousands of statements.
  #workbook: FWorkbook | undefined
  #sheets = new Map<string, FWorksheet>()

  constructor(
    readonly univerAPI: FUniver,
    readonly injector: Injector,
  ) {
    this.calculation = new Calculation(univerAPI)
    this.undo = UndoSteps.of(injector, () => this.addinIsWriting)
  }

  get commands(): ICommandService {
    return this.injector.get(ICommandService)
  }

  get instances(): IUniverInstanceService {
    return this.injector.get(IUniverInstanceService)
  }

  get workbook(): FWorkbook {
    const id = this.instances.getCurrentUnitOfType(UniverInstanceType.UNIVER_SHEET)?.getUnitId()
    if (this.#workbook && id === this.#workbook.getId()) return this.#workbook
    const workbook = this.univerAPI.getActiveWorkbook()
    if (!workbook) throw invalidObjectPath()
    this.#workbook = workbook
    this.#sheets.clear()
    return workbook
  }

  /** @throws OfficeError InvalidObjectPath when the sheet was deleted */
  sheet(id: string): FWorksheet {
    const { workbook } = this
    const known = this.#sheets.get(id)
    if (known && workbook.getWorkbook().getSheetBySheetId(id) === known.getSheet()) return known
    const sheet = workbook.getSheetBySheetId(id)
    if (!sheet) throw invalidObjectPath()
    this.#sheets.set(id, sheet)
    return sheet
  }

  /** Must run before anything except another style is read or written. */
  flushStyles(): void {
    this.pendingStyles.flush((id) => this.sheet(id))
  }

  sheetState(id: string): SheetState {
    let state = this.state.sheets.get(id)
    if (!state) {
      state = newSheetState()
      this.state.sheets.set(id, state)
    }
    return state
  }

  /** Whether the present change comes from the add-in and not from a person. */
  get addinIsWriting(): boolean {
    return this.#addinDepth > 0
  }

  /** Covers the synchronous part of `work` only: a change made during an await counts as a person's. */
  asAddin<T>(work: () => T): T {
    this.#addinDepth += 1
    try {
      return work()
    } finally {
      this.#addinDepth -= 1
    }
  }

  /** For the grid's few asynchronous commands. */
  async asAddinUntilDone(work: () => Promise<unknown>): Promise<void> {
    this.#addinDepth += 1
    try {
      await work()
    } finally {
      this.#addinDepth -= 1
    }
  }

  /** The part of a range inside the sheet's present size: whole rows and columns end at the sheet's end. */
  room(target: RangeTarget): Area | null {
    const sheet = this.sheet(target.sheetId)
    return intersection(target, {
      top: 0,
      left: 0,
      bottom: sheet.getMaxRows() - 1,
      right: sheet.getMaxColumns() - 1,
    })
  }

  wholeSheet(sheetId: string): RangeTarget {
    return { sheetId, top: 0, left: 0, bottom: EXCEL_ROWS - 1, right: EXCEL_COLUMNS - 1 }
  }

  /** @throws OfficeError AccessDenied like Excel, when a protected sheet's locked cell would be written to */
  mustBeWritable(target: RangeTarget): void {
    if (!this.sheetState(target.sheetId).protection) return
    if (!this.allUnlocked(target)) throw accessDenied(this.sheet(target.sheetId).getSheetName())
  }

  allUnlocked(target: RangeTarget): boolean {
    const area = this.room(target)
    if (!area) return false
    const cells = this.sheet(target.sheetId).getSheet().getCellMatrix()
    for (let row = area.top; row <= area.bottom; row++) {
      for (let column = area.left; column <= area.right; column++) {
        if (!isUnlocked(cells.getValue(row, column) ?? null)) return false
      }
    }
    return true
  }

  /** @param permission the protection option that permits the action */
  mustAllow(sheetId: string, permission: keyof NonNullable<SheetState['protection']>): void {
    const { protection } = this.sheetState(sheetId)
    if (protection && protection[permission] !== true) throw accessDenied(this.sheet(sheetId).getSheetName())
  }

  /** A person clicked a cell. */
  clicked(sheetId: string, row: number, column: number): void {
    const address = areaAddress({ top: row, left: column, bottom: row, right: column })
    this.events.fire(EVENT.singleClicked, sheetId, { address, offsetX: 0, offsetY: 0 })
  }

  isEmpty(): boolean {
    return this.workbook.getSheets().every((sheet) => sheet.getLastRow() <= 0 && sheet.getLastColumn() <= 0)
  }

  /** The result of a formula, calculated in a cell of its own far below the active sheet's contents. */
  async evaluated(formula: string): Promise<ICellData | null> {
    const sheet = this.workbook.getActiveSheet()
    const cells = sheet.getSheet().getCellMatrix()
    const row = sheet.getMaxRows() - 1
    const column = sheet.getMaxColumns() - 1
    const before = cells.getValue(row, column)
    const write = (cell: ICellData | null) => writePassingCells(sheet, { [row]: { [column]: cell } })
    const { enabled } = this.events
    this.events.enabled = false
    try {
      this.asAddin(() => write({ f: formula } as ICellData))
      await this.calculation.settled()
      const result = cells.getValue(row, column)
      return result ? { ...result } : null
    } finally {
      this.asAddin(() => write(before ?? null))
      this.events.enabled = enabled
    }
  }

  /** Replaces the workbook and drops the state that Excel would have for the old one. */
  replaceWorkbook(data: Partial<IWorkbookData>): void {
    this.#addinDepth += 1
    try {
      const old = this.workbook.getId()
      this.state = newWorkbookState()
      this.univerAPI.createWorkbook(data)
      this.univerAPI.disposeUnit(old)
    } finally {
      this.#addinDepth -= 1
    }
  }
}
