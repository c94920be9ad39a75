import { useId } from 'react'
import { useOperator } from '../context'
import type { CatalogField } from './tables'

interface CatalogCellProps {
  /** The key of its row. */
  row: string
  field: CatalogField
  label: string
  value: string
  /** What the service has, in a changed row. */
  before: string | undefined
  error: string | undefined
  disabled: boolean
  onChange(value: string): void
}

/** A cell to type into: plain elements, because a table has hundreds. */
export function CatalogCell({
  row,
  field,
  label,
  value,
  before,
  error,
  disabled,
  onChange,
}: CatalogCellProps) {
  const { words } = useOperator()
  const said = words.catalog
  const id = useId()
  const notes = [
    error,
    before !== undefined &&
      before !== value &&
      said.before((field.choices?.[before] ?? before) || said.blank),
  ].filter((note) => typeof note === 'string')
  const common = {
    'data-row': row,
    'data-field': field.name,
    'aria-label': label,
    'aria-invalid': error !== undefined,
    'aria-describedby': notes.length > 0 ? id : undefined,
    title: field.hint,
    disabled,
    value,
  }
  return (
    <>
      {field.choices ? (
        <select {...common} className="cell" onChange={({ target }) => onChange(target.value)}>
          {!(value in field.choices) && <option value={value}>{value}</option>}
          {Object.entries(field.choices).map(([choice, text]) => (
            <option key={choice} value={choice}>
              {text}
            </option>
          ))}
        </select>
      ) : field.long ? (
        <textarea {...common} className="cell" rows={2} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <input
          {...common}
          className={`cell ${field.figure ? 'number' : ''}`}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {notes.length > 0 && (
        <span id={id}>
          {notes.map((note) => (
            <small key={note} className={note === error ? 'strong' : undefined}>
              {note}
            </small>
          ))}
        </span>
      )}
    </>
  )
}
