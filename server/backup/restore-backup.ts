import { Database, type SqlValue, Transaction } from '../database/database'
import type { Schema } from '../database/schema'
import { closeFence, openFence } from '../database/schema-fence'
import { storedTables } from '../database/stored-tables'
import { type Header, readBackup, type TableLine } from './backup-file'

const ROWS_AT_ONCE = 1_000
/** Characters of rows that one transaction writes. */
const MOST_TEXT = 4_000_000
/** The restored database has its own ones. */
const OWN = new Set(['migrations', 'schema_fence', 'migration_lock'])

/** What a backup has, without restoring it. @throws Error when it isn't whole */
export async function checkBackup(file: string): Promise<{ header: Header; rows: number }> {
  let header: Header | undefined
  let rows = 0
  for await (const line of readBackup(file)) {
    if (line.kind === 'header') header = line.header
    if (line.kind === 'end') rows = line.rows
  }
  return { header: header!, rows }
}

/**
 * Fills an empty database with a backup, of either kind of database, with the schema that it was made with: the service
 * brings an older one up to date when it starts. Until all rows are there no service starts on it.
 *
 * @param onRows called after each transaction with the number of rows so far
 * @throws Error when the backup isn't whole or is of a newer version, or the database isn't empty
 */
export async function restoreBackup(
  file: string,
  url: string,
  schema: Schema,
  onRows: (done: number, all: number) => void = () => undefined,
): Promise<{ header: Header; rows: number }> {
  // The whole file is read before anything is written.
  const { header, rows } = await checkBackup(file)
  const database = await Database.createEmpty(url, schemaOf(header, schema))
  try {
    const { dataSource } = database
    await closeFence((sql, parameters) => dataSource.query(sql, parameters))
    await fill(database, file, (done) => onRows(done, rows))
    await openFence((sql, parameters) => dataSource.query(sql, parameters), schemaOf(header, schema))
    return { header, rows }
  } finally {
    await database.close()
  }
}

/** The schema as it was when the backup was made. */
function schemaOf({ migrations }: Header, schema: Schema): Schema {
  const known = new Map(schema.migrations.map((migration) => [migration.name, migration]))
  const unknown = migrations.filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new Error(
      `the backup is of a newer version: it has the migration ${unknown[0]}. Restore it with that version`,
    )
  return { ...schema, migrations: schema.migrations.filter(({ name }) => migrations.includes(name)) }
}

async function fill(database: Database, file: string, onRows: (done: number) => void): Promise<void> {
  const { dataSource, dialect } = database
  const queryRunner = dataSource.createQueryRunner()
  const tx = new Transaction(queryRunner, dialect, undefined)
  const there = new Map((await storedTables(tx)).map((table) => [table.name, table]))
  let table: TableLine | undefined
  let rows: SqlValue[][] = []
  let text = 0
  let done = 0
  const flush = async () => {
    if (table && rows.length > 0 && !OWN.has(table.table)) {
      await queryRunner.startTransaction()
      await tx.insert(table.table, table.columns, rows)
      await queryRunner.commitTransaction()
    }
    done += rows.length
    rows = []
    text = 0
    onRows(done)
  }
  for await (const line of readBackup(file)) {
    if (line.kind === 'table') {
      await flush()
      table = line.table
      if (OWN.has(table.table)) continue
      const columns = new Set(there.get(table.table)?.columns)
      const unknown = table.columns.find((column) => !columns.has(column))
      if (columns.size === 0 || unknown !== undefined)
        throw new Error(
          `the backup has ${unknown === undefined ? 'a table' : `a column ${unknown}`} of ${table.table} that its schema doesn't have`,
        )
      // What migrations have put there is in the backup too.
      await tx.run(`DELETE FROM ${table.table}`)
    } else if (line.kind === 'row') {
      rows.push(line.row)
      text += JSON.stringify(line.row).length
      if (rows.length >= ROWS_AT_ONCE || text > MOST_TEXT) await flush()
    }
  }
  await flush()
  await queryRunner.release()
}
