import { useMemo, useState } from 'react'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import { CatalogEditor } from './catalog-editor'
import { catalogTable, TABLES, type TableName } from './tables'

interface CatalogViewProps {
  table: string
  onTable(table: TableName): void
}

/** The catalogue: a table to choose, and the table. */
export function CatalogView({ table, onTable }: CatalogViewProps) {
  const { words } = useOperator()
  const said = words.catalog
  const name = TABLES.find((one) => one === table) ?? 'review'
  const [hasEdits, setHasEdits] = useState(false)
  return (
    <>
      <nav className="tables wide" aria-label={said.choose}>
        {TABLES.map((one) => (
          <button
            key={one}
            type="button"
            aria-current={one === name ? 'page' : undefined}
            onClick={() => (!hasEdits || window.confirm(said.leave)) && onTable(one)}
          >
            {said.tables[one]}
          </button>
        ))}
      </nav>
      <TablePanel key={name} name={name} onEdits={setHasEdits} />
    </>
  )
}

function TablePanel({ name, onEdits }: { name: TableName; onEdits(has: boolean): void }) {
  const { api, words } = useOperator()
  const table = useMemo(() => catalogTable(name, words), [name, words])
  const figures = useFigures(name, () => table.load(api), false)
  return (
    <Panel className="wide" title={words.catalog.tables[name]} figures={figures}>
      {(rows) => (
        <CatalogEditor name={name} table={table} rows={rows} onReload={figures.reload} onEdits={onEdits} />
      )}
    </Panel>
  )
}
