import type { SheetLayout } from './layout'

/** First and last cell of an area, each as column and row (1-based). */
export type Corners = [first: [column: number, row: number], last: [column: number, row: number]]

/** The cells beside and below a protected table that are unlocked for a person's notes. */
export function roomForNotes({ columns, rows, protection }: SheetLayout): Corners[] {
  const room = protection?.notes
  if (!room) return []
  const width = columns.length
  const height = [...rows].length
  const lastRow = height + room.rows
  return [
    [
      [width + 1, 1],
      [width + room.columns, lastRow],
    ],
    [
      [1, height + 1],
      [width, lastRow],
    ],
  ]
}
