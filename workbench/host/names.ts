import { IDefinedNamesService } from '@univerjs/engine-formula'
import type { FWorkbook } from '@univerjs/sheets/facade'
import { areaAddress, parseArea, quotedSheet, type RangeTarget, splitSheet } from './addresses'
import { invalidArgument, itemNotFound } from './errors'
import type { Host } from './host'
import { HostObject, HostType } from './host-type'
import { rangeType } from './range'

type FDefinedName = ReturnType<FWorkbook['getDefinedNames']>[number]

/** The workbook's names, or one sheet's own. */
export interface NamesTarget {
  sheetId: string | null
}

interface NameTarget extends NamesTarget {
  name: string
}

export function workbookNames(_host: Host): NamesTarget {
  return { sheetId: null }
}

export const namedItemType = new HostType<NameTarget>('NamedItem', {
  identity: ({ name }) => ({ _Id: name, Name: name }),
  properties: {
    name: { get: (target, host) => found(host, target).getName() },
    formula: {
      get: (target, host) => `=${reference(found(host, target))}`,
      set: (target, value, host) => {
        found(host, target).setRef(withoutEquals(String(value)))
      },
    },
    // Excel returns the address of a range, or the value of a constant.
    value: {
      get: (target, host) => {
        const text = reference(found(host, target))
        return rangeOf(host, text) ? text : constant(text)
      },
    },
    type: {
      get: (target, host) => {
        const text = reference(found(host, target))
        if (rangeOf(host, text)) return 'Range'
        return typeof constant(text) === 'number' ? 'Double' : 'String'
      },
    },
    visible: {
      get: (target, host) => isVisible(host, found(host, target)),
      set: (target, value, host) => {
        found(host, target).setHidden(value !== true)
      },
    },
    comment: {
      get: (target, host) => found(host, target).getComment() ?? '',
      set: (target, value, host) => {
        found(host, target).setComment(String(value))
      },
    },
    scope: { get: ({ sheetId }) => (sheetId ? 'Worksheet' : 'Workbook') },
  },
  methods: {
    getRange: (target, _args, host) => {
      const range = rangeOf(host, reference(found(host, target)))
      if (!range) throw invalidArgument(`${target.name} is no range`)
      return rangeType.of(range)
    },
    getRangeOrNullObject: (target, _args, host) => {
      const range = rangeOf(host, reference(found(host, target)))
      return range ? rangeType.of(range) : null
    },
    delete: (target, _args, host) => {
      found(host, target).delete()
      return null
    },
  },
})

export const namesType = new HostType<NamesTarget>('NamedItemCollection', {
  items: ({ sheetId }, host) =>
    namesIn(host, sheetId).map((name) => namedItemType.of({ sheetId, name: name.getName() })),
  item: ({ sheetId }, key, host) => {
    const name = nameIn(host, sheetId, String(key))
    if (!name) throw itemNotFound(`name ${key}`)
    return namedItemType.of({ sheetId, name: name.getName() })
  },
  methods: {
    getItemOrNullObject: ({ sheetId }, [key], host) => {
      const name = nameIn(host, sheetId, String(key))
      return name ? namedItemType.of({ sheetId, name: name.getName() }) : null
    },
    getCount: ({ sheetId }, _args, host) => namesIn(host, sheetId).length,
    add: ({ sheetId }, [name, target, comment], host) => {
      addName(host, sheetId, String(name), referenceOf(host, target), comment as string | null | undefined)
      return namedItemType.of({ sheetId, name: String(name) })
    },
    addFormulaLocal: ({ sheetId }, [name, formula], host) => {
      addName(host, sheetId, String(name), withoutEquals(String(formula)))
      return namedItemType.of({ sheetId, name: String(name) })
    },
  },
})

export function addName(
  host: Host,
  sheetId: string | null,
  name: string,
  refersTo: string,
  comment?: string | null,
): void {
  if (!/^[\p{L}_\\][\p{L}\p{N}_.\\?]*$/u.test(name) || nameIn(host, sheetId, name)) {
    throw invalidArgument(`name ${name}`)
  }
  // The grid's check refuses a name that another scope has; Excel allows it.
  const taken = host.workbook.getDefinedName(name) !== null
  const checked = taken ? `${name}_${host.workbook.getDefinedNames().length}` : name
  const builder = host.workbook.newDefinedNameBuilder().setName(checked).setRef(refersTo)
  if (sheetId) builder.setScopeToWorksheet(host.sheet(sheetId))
  else builder.setScopeToWorkbook()
  if (comment) builder.setComment(comment)
  host.workbook.insertDefinedNameBuilder({ ...builder.build(), name })
}

function referenceOf(host: Host, target: unknown): string {
  if (!(target instanceof HostObject)) return withoutEquals(String(target))
  const range = target.target as RangeTarget
  return `${quotedSheet(host.sheet(range.sheetId).getSheetName())}!${areaAddress(range, true)}`
}

export function namesIn(host: Host, sheetId: string | null): FDefinedName[] {
  return host.workbook
    .getDefinedNames()
    .filter((name) => (sheetId === null ? name.isWorkbookScope() : name.getLocalSheetId() === sheetId))
}

function nameIn(host: Host, sheetId: string | null, name: string): FDefinedName | undefined {
  return namesIn(host, sheetId).find((each) => each.getName().toLowerCase() === name.toLowerCase())
}

function found(host: Host, { sheetId, name }: NameTarget): FDefinedName {
  const item = nameIn(host, sheetId, name)
  if (!item) throw itemNotFound(`name ${name}`)
  return item
}

export function isVisible(host: Host, name: FDefinedName): boolean {
  const known = host.injector.get(IDefinedNamesService).getValueByName(host.workbook.getId(), name.getName())
  return known?.hidden !== true
}

function reference(name: FDefinedName): string {
  return withoutEquals(name.getFormulaOrRefString())
}

function withoutEquals(formula: string): string {
  return formula.replace(/^=/, '')
}

function constant(text: string): string | number {
  const number = Number(text)
  if (text !== '' && !Number.isNaN(number)) return number
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : `=${text}`
}

/** The range that a name refers to; null if it refers to none, or to one that no longer exists. */
export function rangeOf(host: Host, text: string): RangeTarget | null {
  const { sheet, area } = splitSheet(text)
  if (sheet === undefined) return null
  const target = host.workbook.getSheetByName(sheet)
  if (!target || !/^\$?[A-Za-z]{0,3}\$?[0-9]*(:\$?[A-Za-z]{0,3}\$?[0-9]*)?$/.test(area)) return null
  try {
    return { sheetId: target.getSheetId(), ...parseArea(area) }
  } catch {
    return null
  }
}
