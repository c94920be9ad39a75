import type { ColumnType, DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/database/database'
import { databases, openTestDatabase } from '../support/databases'

describe.each(databases())('schema on $name', (kind) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ database, drop } = await openTestDatabase(kind))
  })
  afterAll(() => drop())

  it('has no difference between entities and migrations', async () => {
    const { dataSource } = database
    if (kind.name === 'sqlite') await declareAsSqliteDoes(dataSource)
    await expectComputed(dataSource)
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log()
    expect(upQueries.map(({ query }) => query)).toEqual([])
  })

  it.each([
    [
      "unit_inventory (meta_id, platform, date, forecast, held, sold) VALUES ('m', 'p', '2026-12-01', 10, -1, 0)",
      'negative held',
    ],
    [
      "unit_inventory (meta_id, platform, date, forecast, held, sold) VALUES ('m', 'p', '2026-12-01', -1, 0, 0)",
      'negative forecast',
    ],
    ["forecast_inventory VALUES ('2026-12-01', 'p', 'm', 24, 1, NULL)", 'hour 24'],
    ["content_platform_weight VALUES ('m', 'p', 0)", 'a weight of 0'],
    ["part VALUES ('p', 'OTHER', 1)", 'an unknown content type'],
    [
      "deduction (unit_id, type, quantity, meta_id, platform, date, actor, at) VALUES ('u', 'RELEASE', 1, 'm', 'p', '2026-12-01', 'a', 't')",
      'a release that takes',
    ],
  ])('refuses by a CHECK: INSERT INTO %s (%s)', async (insert) => {
    await expect(database.write((tx) => tx.run(`INSERT INTO ${insert}`))).rejects.toThrow(/constraint/i)
  })

  it('compares keys byte for byte', async () => {
    await database.write(async (tx) => {
      await tx.run("INSERT INTO content_owner VALUES ('CO', 'a', 1), ('co', 'b', 1), ('CÓ', 'c', 1)")
    })
    const rows = await database.read((tx) => tx.rows("SELECT name FROM content_owner WHERE code = 'CO'"))
    expect(rows).toEqual([{ name: 'a' }])
  })

  it('keeps whole numbers up to 2^53 - 1', async () => {
    await database.write((tx) =>
      tx.run(
        "INSERT INTO unit_inventory (meta_id, platform, date, forecast, held, sold) VALUES ('big', 'p', '2026-12-01', ?, 0, ?)",
        [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
      ),
    )
    const [row] = await database.read((tx) =>
      tx.rows<{ sold: number }>("SELECT sold FROM unit_inventory WHERE meta_id = 'big'"),
    )
    expect(row?.sold).toBe(Number.MAX_SAFE_INTEGER)
  })
})

/**
 * SQLite keeps whole numbers of any size in one type, and text of any length in another, so the declared names may
 * differ from the entities'.
 */
async function declareAsSqliteDoes(dataSource: DataSource): Promise<void> {
  const affinity = (type: string) => (/int/.test(type) ? 'whole' : /char|text/.test(type) ? 'text' : type)
  for (const { tableName, columns } of dataSource.entityMetadatas) {
    const declared: { name: string; type: string }[] = await dataSource.query(
      `SELECT name, type FROM pragma_table_info('${tableName}')`,
    )
    for (const column of columns) {
      const type = declared.find(({ name }) => name === column.databaseName)?.type.toLowerCase()
      if (!type || affinity(type) !== affinity(String(column.type))) continue
      column.type = type.replace(/\(.*/, '') as ColumnType
      column.length = /\d+/.exec(type)?.[0] ?? ''
    }
  }
}

/** A column that is never written has its value from the database. TypeORM keeps expressions in a table of its own. */
async function expectComputed(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    'CREATE TABLE typeorm_metadata (type varchar(9), `database` varchar(9), `schema` varchar(9), `table` varchar(9), name varchar(9), value varchar(9))',
  )
  for (const column of dataSource.entityMetadatas.flatMap(({ columns }) => columns)) {
    if (!column.isInsert) Object.assign(column, { generatedType: 'VIRTUAL', asExpression: '' })
  }
}
