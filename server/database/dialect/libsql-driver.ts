import { createRequire } from 'node:module'

type Value = string | number | bigint | null

interface LibsqlStatement {
  /** Asked of SQLite at every access. */
  readonly reader: boolean
  run(values: readonly Value[]): unknown
  all(values: readonly Value[]): unknown[]
}

const Libsql = createRequire(import.meta.url)('libsql') as new (
  file: string,
  options: object,
) => { prepare(sql: string): unknown; pragma(sql: string): unknown[]; close(): void }

/**
 * libsql as TypeORM calls it. Handed over one by one, libsql would flatten the values of a statement again, hundreds of
 * them, before it binds them: as one array they are bound as they are. That is a twentieth of a purchase.
 */
export class LibsqlDriver extends Libsql {
  override prepare(sql: string) {
    const statement = super.prepare(sql) as LibsqlStatement
    return {
      reader: statement.reader,
      run: (...values: Value[]) => statement.run(values),
      all: (...values: Value[]) => statement.all(values),
    }
  }
}
