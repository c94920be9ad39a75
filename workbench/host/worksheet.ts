import { BooleanNumber } from '@univerjs/core'
import { parseArea, quotedSheet, splitSheet } from './addresses'
import { autoFilterType } from './auto-filter'
import { color } from './cell-styles'
import { chartsType } from './charts'
import { commentsType } from './comments'
import { generalException, invalidArgument, itemNotFound } from './errors'
import { EVENT } from './event-channel'
import { eventRegistration, WORKSHEET_EVENTS } from './event-registration'
import { findAll, replaceAll, type SearchCriteria } from './find'
import { freezePanesType } from './freeze-panes'
import type { Host } from './host'
import { HostObject, HostType } from './host-type'
import { addName, namesIn, namesType } from './names'
import { freeName, placeSheet } from './new-sheet'
import { showLevels } from './outline'
import { horizontalPageBreaksType } from './page-breaks'
import { pageLayoutType } from './page-layout'
import { protectionType } from './protection'
import { rangeType } from './range'
import { areasOfCells, areasOrNull } from './range-areas'
import type { SheetState, SheetTarget } from './sheet-state'
import { tablesType } from './tables'
import { usedArea } from './used-range'

export const worksheetType: HostType<SheetTarget> = new HostType<SheetTarget>('Worksheet', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }, host) => host.sheet(id).getSheetId() },
    name: {
      get: ({ id }, host) => host.sheet(id).getSheetName(),
      set: ({ id }, value, host) => {
        host.sheet(id).setName(String(value))
      },
    },
    position: {
      get: ({ id }, host) => host.sheet(id).getIndex(),
      set: ({ id }, value, host) => {
        const before = host.sheet(id).getIndex()
        host.workbook.moveSheet(host.sheet(id), Number(value))
        host.events.fire(EVENT.moved, id, {
          source: 'Local',
          positionBefore: before,
          positionAfter: Number(value),
        })
      },
    },
    visibility: {
      get: ({ id }, host) => {
        if (!host.sheet(id).isSheetHidden()) return 'Visible'
        return host.sheetState(id).veryHidden ? 'VeryHidden' : 'Hidden'
      },
      set: ({ id }, value, host) => setVisibility(host, id, String(value)),
    },
    tabColor: {
      get: ({ id }, host) => (host.sheet(id).getTabColor() || '').toUpperCase(),
      set: ({ id }, value, host) => {
        host.sheet(id).setTabColor(value === '' ? '' : color(value))
      },
    },
    showGridlines: {
      get: ({ id }, host) => host.sheet(id).getSheet().getConfig().showGridlines !== BooleanNumber.FALSE,
      set: ({ id }, value, host) => {
        host.sheet(id).setHiddenGridlines(value !== true)
      },
    },
    // The client uses these two names when it sets `showGridlines` and `showHeadings`.
    gridlines: {
      set: ({ id }, value, host) => {
        host.sheet(id).setHiddenGridlines(value !== true)
      },
    },
    headings: { set: () => undefined },
    // The headings of rows and columns are always visible here.
    showHeadings: { get: () => true, set: () => undefined },
    standardWidth: { get: () => 8.38 },
    standardHeight: { get: () => 16.5 },
  },
  objects: {
    names: ({ id }) => namesType.of({ sheetId: id }),
    charts: (target) => chartsType.of(target),
    comments: ({ id }) => commentsType.of({ sheetId: id }),
    tables: ({ id }) => tablesType.of({ sheetId: id }),
    autoFilter: (target) => autoFilterType.of(target),
    freezePanes: (target) => freezePanesType.of(target),
    protection: (target) => protectionType.of(target),
    pageLayout: (target) => pageLayoutType.of(target),
    horizontalPageBreaks: (target) => horizontalPageBreaksType.of(target),
  },
  methods: {
    activate: ({ id }, _args, host) => {
      host.sheet(id).activate()
      return null
    },
    copy: ({ id }, [position, relativeTo], host) => {
      const copy = copySheet(host, id)
      const beside = relativeTo instanceof HostObject ? (relativeTo.target as SheetTarget) : null
      placeSheet(host, host.sheet(copy), position, beside && host.sheet(beside.id))
      return worksheetType.of({ id: copy })
    },
    delete: ({ id }, _args, host) => {
      const visible = host.workbook.getSheets().filter((sheet) => !sheet.isSheetHidden())
      if (visible.length === 1 && visible[0]!.getSheetId() === id) {
        throw generalException('A workbook must contain at least one visible worksheet.')
      }
      host.workbook.deleteSheet(host.sheet(id))
      host.state.sheets.delete(id)
      // As in Excel, no step before this can be undone.
      host.undo.endStep()
      host.undo.clearUndoRedo(host.workbook.getId())
      return null
    },
    getRange: ({ id }, [address], host) => {
      host.sheet(id)
      if (address === undefined || address === null || address === '')
        return rangeType.of(host.wholeSheet(id))
      return rangeType.of({ sheetId: id, ...rangeArea(host, id, String(address)) })
    },
    getRangeByIndexes: ({ id }, [row, column, rows, columns], host) => {
      host.sheet(id)
      const [top, left, height, width] = [row, column, rows, columns].map(Number)
      if (!(top! >= 0 && left! >= 0 && height! >= 1 && width! >= 1))
        throw invalidArgument('getRangeByIndexes')
      return rangeType.of({
        sheetId: id,
        top: top!,
        left: left!,
        bottom: top! + height! - 1,
        right: left! + width! - 1,
      })
    },
    getCell: ({ id }, [row, column], host) => {
      host.sheet(id)
      const [top, left] = [Number(row), Number(column)]
      return rangeType.of({ sheetId: id, top, left, bottom: top, right: left })
    },
    getUsedRange: ({ id }, [valuesOnly], host) => {
      const used = usedArea(host, host.wholeSheet(id), valuesOnly === true)
      return rangeType.of({ sheetId: id, ...(used ?? { top: 0, left: 0, bottom: 0, right: 0 }) })
    },
    getUsedRangeOrNullObject: ({ id }, [valuesOnly], host) => {
      const used = usedArea(host, host.wholeSheet(id), valuesOnly === true)
      return used ? rangeType.of({ sheetId: id, ...used }) : null
    },
    getRanges: ({ id }, [address], host) => {
      const areas = String(address ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => rangeArea(host, id, part))
      if (areas.length === 0) throw invalidArgument('getRanges')
      return areasOrNull(id, areas)
    },
    findAll: ({ id }, [text, criteria], host) => {
      const cells = findAll(host, host.wholeSheet(id), String(text), (criteria ?? {}) as SearchCriteria)
      if (cells.length === 0) throw itemNotFound(String(text))
      return areasOrNull(id, areasOfCells(cells))
    },
    findAllOrNullObject: ({ id }, [text, criteria], host) =>
      areasOrNull(
        id,
        areasOfCells(findAll(host, host.wholeSheet(id), String(text), (criteria ?? {}) as SearchCriteria)),
      ),
    replaceAll: ({ id }, [text, replacement, criteria], host) =>
      replaceAll(
        host,
        host.wholeSheet(id),
        String(text),
        String(replacement),
        (criteria ?? {}) as SearchCriteria,
      ),
    showOutlineLevels: ({ id }, [rows, columns], host) => showLevels(host, id, Number(rows), Number(columns)),
    getNext: ({ id }, [visibleOnly], host) => neighbour(host, id, 1, visibleOnly === true, true),
    getNextOrNullObject: ({ id }, [visibleOnly], host) => neighbour(host, id, 1, visibleOnly === true, false),
    getPrevious: ({ id }, [visibleOnly], host) => neighbour(host, id, -1, visibleOnly === true, true),
    getPreviousOrNullObject: ({ id }, [visibleOnly], host) =>
      neighbour(host, id, -1, visibleOnly === true, false),
    calculate: (_target, _args, host) => host.calculation.recalculate().then(() => null),
    ...eventRegistration<SheetTarget>(WORKSHEET_EVENTS, ({ id }) => id),
  },
})

function neighbour(
  host: Host,
  id: string,
  step: 1 | -1,
  visibleOnly: boolean,
  must: boolean,
): HostObject | null {
  const sheets = host.workbook.getSheets()
  let at = sheets.findIndex((sheet) => sheet.getSheetId() === id) + step
  while (visibleOnly && sheets[at]?.isSheetHidden()) at += step
  const found = sheets[at]
  if (!found && must) throw itemNotFound('there is no such worksheet')
  return found ? worksheetType.of({ id: found.getSheetId() }) : null
}

/**
 * Copies a sheet, with its protection. As in Excel, the copy gets the names that refer to the sheet as its own.
 *
 * @returns the id of the copy
 */
function copySheet(host: Host, id: string): string {
  const original = host.sheet(id)
  const from = original.getSheetName()
  const name = freeName(host, from)
  const showing = host.workbook.getActiveSheet()
  const copy = host.workbook.duplicateSheet(original)
  copy.setName(name)
  host.workbook.setActiveSheet(showing)
  const copyId = copy.getSheetId()
  host.state.sheets.set(copyId, copiedState(host, id, copyId))
  for (const name of [...namesIn(host, null), ...namesIn(host, id)]) {
    const { sheet, area } = splitSheet(name.getFormulaOrRefString().replace(/^=/, ''))
    if (sheet !== from || hasName(host, copyId, name.getName())) continue
    addName(host, copyId, name.getName(), `${quotedSheet(copy.getSheetName())}!${area}`)
  }
  return copyId
}

/** Tables and comments of a copy have names and ids of their own, and its charts show the copy's cells. */
function copiedState(host: Host, id: string, copyId: string): SheetState {
  const state = structuredClone(host.sheetState(id))
  for (const table of state.tables) {
    const number = host.state.nextTable++
    Object.assign(table, { id: `table-${number}`, name: `${table.name}${number}` })
  }
  for (const comment of state.comments) comment.id = crypto.randomUUID()
  for (const { series } of state.charts) {
    for (const { values, names, bubbleSizes } of series) {
      for (const range of [values, names, bubbleSizes]) if (range?.sheetId === id) range.sheetId = copyId
    }
  }
  return state
}

function hasName(host: Host, sheetId: string, name: string): boolean {
  return namesIn(host, sheetId).some((each) => each.getName() === name)
}

/** An address or a defined name. */
function rangeArea(host: Host, sheetId: string, address: string) {
  const { sheet, area } = splitSheet(address)
  if (sheet !== undefined && sheet !== host.sheet(sheetId).getSheetName()) throw invalidArgument(address)
  if (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(area)) {
    const named = host.workbook.getDefinedName(area)
    if (named) {
      const reference = splitSheet(named.getFormulaOrRefString().replace(/^=/, ''))
      return parseArea(reference.area)
    }
  }
  return parseArea(area)
}

function setVisibility(host: Host, id: string, visibility: string): void {
  const sheet = host.sheet(id)
  if (visibility === 'Visible') {
    if (sheet.isSheetHidden()) sheet.showSheet()
    host.sheetState(id).veryHidden = false
    return
  }
  if (visibility !== 'Hidden' && visibility !== 'VeryHidden') throw invalidArgument(visibility)
  const state = host.sheetState(id)
  const veryHidden = visibility === 'VeryHidden'
  if (sheet.isSheetHidden()) {
    if (state.veryHidden === veryHidden) return
    state.veryHidden = veryHidden
    host.events.fire(EVENT.visibilityChanged, id, {
      source: 'Local',
      visibilityBefore: veryHidden ? 'Hidden' : 'VeryHidden',
      visibilityAfter: visibility,
    })
    return
  }
  const visible = host.workbook.getSheets().filter((each) => !each.isSheetHidden())
  if (visible.length === 1) {
    throw generalException('A workbook must contain at least one visible worksheet.')
  }
  // First, because the event of the hidden sheet contains it.
  state.veryHidden = veryHidden
  sheet.hideSheet()
}
