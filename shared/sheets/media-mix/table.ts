import { LANGUAGES, type Language } from '../../language'
import type { PlainGrid, PlainValue } from '../identity'
import { SHEET_LABELS } from '../labels'
import { columnOfField, MEDIA_MIX_FIELDS, type MediaMixField } from './columns'

const IDENTIFYING_FIELDS = MEDIA_MIX_FIELDS.filter((field) => columnOfField(field).identifies)

export interface Table {
  /** 0-based. */
  headerRow: number
  /** 0-based column of each field that the table has. */
  columns: ReadonlyMap<MediaMixField, number>
  language: Language
}

/** The row that holds the headings of a MediaMix, in one language. */
export function findTable(grid: PlainGrid): Table | undefined {
  for (let headerRow = 0; headerRow < grid.length; headerRow++) {
    const texts = grid[headerRow]!.map((value) => (typeof value === 'string' ? value.trim() : ''))
    for (const language of LANGUAGES) {
      const columns = new Map(
        MEDIA_MIX_FIELDS.flatMap((field): [MediaMixField, number][] => {
          const column = texts.indexOf(columnOfField(field).heading[language])
          return column < 0 ? [] : [[field, column]]
        }),
      )
      if (IDENTIFYING_FIELDS.every((field) => columns.has(field))) return { headerRow, columns, language }
    }
  }
  return undefined
}

/**
 * Whether a grid has the MediaMix of a proposal: it has none of the planner's own columns, and nothing in it is
 * locked.
 */
export function isProposal(grid: PlainGrid): boolean {
  const table = findTable(grid)
  return table !== undefined && PLANNER_FIELDS.every((field) => !table.columns.has(field))
}

const PLANNER_FIELDS = MEDIA_MIX_FIELDS.filter((field) => columnOfField(field).audience === 'planner')

/** Where TOTAL is below a table, as a 0-based row; undefined: nowhere. */
export function findTotal(grid: PlainGrid, table: Table): number | undefined {
  const found = grid.findIndex((row, index) => index > table.headerRow && isTotal(row, table))
  return found < 0 ? undefined : found
}

/** Whether a row begins with TOTAL, as both total lines do. */
export function isTotal(row: readonly PlainValue[] | undefined, { columns, language }: Table): boolean {
  const first = row?.[columns.get('kind')!]
  return typeof first === 'string' && first.trim().startsWith(SHEET_LABELS[language].total)
}
