import type { ReactNode } from 'react'

export interface Column<Row> {
  name: string
  cell(row: Row): ReactNode
  /** A number: it stands at the right. */
  figure?: boolean
  /** Sentences or a list: on a phone it has the width of its card. */
  wide?: boolean
  /** Instead of the name as plain text: a button that sorts, for example. */
  head?: ReactNode
  sorted?: 'ascending' | 'descending' | undefined
}

interface DataTableProps<Row> {
  /** What a screen reader calls it. */
  label: string
  /** The first one names the row. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf(row: Row): string | number
  classOf?(row: Row): string | undefined
  /** Below all rows. */
  foot?: ReactNode
}

/** A table; on a phone each row becomes a card whose cells say what they are. */
export function DataTable<Row>({ label, columns, rows, keyOf, classOf, foot }: DataTableProps<Row>) {
  const [first, ...others] = columns
  if (!first) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className="scroll" aria-label={label} tabIndex={0}>
      <table className="rows" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, head, figure, sorted }) => (
              <th key={name} scope="col" className={figure ? 'figure' : undefined} aria-sort={sorted}>
                {head ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={classOf?.(row)}>
              <th scope="row" data-label={first.name}>
                {first.cell(row)}
              </th>
              {others.map(({ name, cell, figure, wide }) => (
                <td key={name} data-label={name} className={figure ? 'figure' : wide ? 'wide' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot}
      </table>
    </div>
  )
}
