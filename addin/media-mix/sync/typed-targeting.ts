import type { UnitTargeting } from '../../../shared/contract/campaigns'
import type { ProductView, TargetingGroupView } from '../../../shared/contract/catalog'
import { LANGUAGES } from '../../../shared/language'
import { targetingText } from '../../../shared/sheets/build-plan'
import type { CellErrorCode } from '../../../shared/sheets/media-mix/error-codes'
import { addressIn, type ReadRow } from '../../../shared/sheets/media-mix/read-back'
import { groupsToSend } from '../availability'
import type { RowCellError } from './changes'

type Groups = UnitTargeting['groups']

export interface TypedTargeting {
  changes: { unitId: string; groups: Groups }[]
  /** Invalid cells with the reason; emptying such a cell brings back its old text. */
  errors: RowCellError[]
}

/** What gives a typed text its meaning. */
export interface TargetingSources {
  products: readonly ProductView[]
  catalogue: readonly TargetingGroupView[]
  /** The targeting of all rows of the campaign: a cell may be a copy of another row's cell. */
  current: ReadonlyMap<string, { groups: Groups }>
  /** The targeting that a row had before, the latest last: an undo brings back its text. */
  earlier: ReadonlyMap<string, readonly Groups[]>
}

/** A row whose targeting cell was changed. */
export type RetypedRow = ReadRow & { unitId: string; targeting: string }

type Kind = ProductView['targetingKind']

/**
 * Finds what the texts in targeting cells mean. Such a text is what this campaign's sheet shows or has shown for a
 * targeting (`예능 외 1`), or, for a product sold by targeting groups, names or codes of groups with commas between
 * them, each with weight 1.
 */
export function typedTargeting(rows: readonly RetypedRow[], sources: TargetingSources): TypedTargeting {
  const result: TypedTargeting = { changes: [], errors: [] }
  for (const row of rows) {
    const kind = sources.products.find(({ code }) => code === row.productCode)?.targetingKind ?? 'RANDOM'
    const meanings = distinct([...shownAs(row, kind, sources), ...namedGroups(row, kind, sources.catalogue)])
    const [groups, ...others] = meanings
    if (groups && others.length === 0) result.changes.push({ unitId: row.unitId, groups })
    else result.errors.push(targetingError(row, groups ? 'AMBIGUOUS_TARGETING' : unknownText(kind)))
  }
  return result
}

export function targetingError(
  row: Pick<ReadRow, 'row' | 'columns' | 'unitId'>,
  code: CellErrorCode,
): RowCellError {
  return { code, field: 'targeting', address: addressIn(row, 'targeting'), unitId: row.unitId }
}

/**
 * Rows with another text in the targeting cell than the sheet showed; new rows with any text.
 *
 * @param shown by row key
 */
export function retyped(rows: readonly ReadRow[], shown: ReadonlyMap<string, string>): RetypedRow[] {
  return rows.flatMap((row) => {
    const { unitId, targeting } = row
    if (unitId === null || targeting == null) return []
    return targeting === (shown.get(unitId) ?? '') ? [] : [{ ...row, unitId, targeting }]
  })
}

/** The targetings of the campaign for which the sheet shows this text, in either language. */
function shownAs(
  { unitId, targeting }: RetypedRow,
  kind: Kind,
  { current, earlier }: TargetingSources,
): Groups[] {
  const isShown = (groups: Groups) =>
    fits(groups, kind) &&
    LANGUAGES.some((language) => targetingText({ targetingKind: kind }, groups, language) === targeting)
  const before = earlier.get(unitId)?.findLast(isShown)
  const others = [...current.values(), NONE].map(({ groups }) => groups).filter(isShown)
  return before ? [before, ...others] : others
}

const NONE: { groups: Groups } = { groups: [] }

/** Whether a product of this kind takes such groups. */
function fits(groups: Groups, kind: Kind): boolean {
  switch (kind) {
    case 'GROUP':
      return groups.length > 0 && groups.every(({ code }) => code !== undefined)
    case 'CONTENTS':
      return groups.length === 1 && groups[0]!.code === undefined
    case 'RANDOM':
      return groups.length === 0
  }
}

function namedGroups(
  { targeting }: RetypedRow,
  kind: Kind,
  catalogue: readonly TargetingGroupView[],
): Groups[] {
  if (kind !== 'GROUP') return []
  const codes = targeting.split(',').map((name) => codeOf(name.trim(), catalogue))
  return codes.includes(undefined)
    ? []
    : [[...new Set(codes)].map((code) => ({ code: code!, weight: 1, members: [] }))]
}

/** Finds a group by its name if the name is unique, otherwise by its code. */
function codeOf(text: string, catalogue: readonly TargetingGroupView[]): string | undefined {
  const byName = catalogue.filter(({ name }) => name.trim() === text)
  return byName.length === 1 ? byName[0]!.code : catalogue.find(({ code }) => code === text)?.code
}

/** Without those that mean the same: a catalogue group has the catalogue's members, a single group the whole weight. */
function distinct(all: readonly Groups[]): Groups[] {
  const meaning = (groups: Groups) =>
    JSON.stringify(groupsToSend(groups.length === 1 ? [{ ...groups[0]!, weight: 1 }] : groups))
  // Reversed, so that the first of several stays.
  return [...new Map(all.toReversed().map((groups) => [meaning(groups), groups])).values()]
}

function unknownText(kind: Kind): CellErrorCode {
  return kind === 'GROUP' ? 'UNKNOWN_GROUP' : 'TARGETING_IN_PANE'
}
