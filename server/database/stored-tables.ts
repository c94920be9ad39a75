import type { Dialect } from './dialect/dialect'

/** A table as the database has it, without columns that it computes itself. */
export interface StoredTable {
  name: string
  columns: string[]
  /** Columns of the primary key, in its order. */
  key: string[]
}

interface Reader {
  readonly dialect: Pick<Dialect, 'name'>
  rows<Row>(sql: string): Promise<Row[]>
}

interface Row {
  tableName: string
  columnName: string
  /** Place in the primary key, from 1; 0 or null: not part of it. */
  keyPlace: number | string | null
}

const SQLITE = `
  SELECT m.name AS tableName, c.name AS columnName, c.pk AS keyPlace
  FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.hidden = 0
  ORDER BY m.name, c.cid`
const MYSQL = `
  SELECT c.table_name AS tableName, c.column_name AS columnName, k.seq_in_index AS keyPlace
  FROM information_schema.columns c
  JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
  LEFT JOIN information_schema.statistics k ON k.table_schema = c.table_schema AND k.table_name = c.table_name
    AND k.column_name = c.column_name AND k.index_name = 'PRIMARY'
  WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.extra NOT LIKE '%GENERATED%'
  ORDER BY c.table_name, c.ordinal_position`

/** @param tx an open transaction, or something else that reads */
export async function storedTables(tx: Reader): Promise<StoredTable[]> {
  const columns = await tx.rows<Row>(tx.dialect.name === 'sqlite' ? SQLITE : MYSQL)
  const tables = new Map<string, { name: string; columns: Row[] }>()
  for (const column of columns) {
    const table = tables.get(column.tableName) ?? { name: column.tableName, columns: [] }
    tables.set(column.tableName, table)
    table.columns.push(column)
  }
  return [...tables.values()].map(({ name, columns: own }) => ({
    name,
    columns: own.map(({ columnName }) => columnName),
    key: own
      .filter(({ keyPlace }) => Number(keyPlace ?? 0) > 0)
      .sort((a, b) => Number(a.keyPlace) - Number(b.keyPlace))
      .map(({ columnName }) => columnName),
  }))
}
