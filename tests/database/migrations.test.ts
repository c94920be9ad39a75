import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Bookings1764800000000 } from '../../migrations/1764800000000-bookings'
import { Database } from '../../server/database/database'
import { withMigrationLock } from '../../server/database/dialect/migration-lock'
import type { Schema } from '../../server/database/schema'
import { SCHEMA } from '../../server/programs/schema'
import { databases, type TestDatabase } from '../support/databases'

const MOST_CRASHES = 400

// A database server needs seconds for a hundred tables and indexes, and much longer beside other work.
describe.each(databases())('migrations on $name', { timeout: 120_000 }, (kind) => {
  const open: TestDatabase[] = []
  const create = async () => {
    const created = await kind.create()
    open.push(created)
    return created.url
  }
  afterEach(async () => {
    for (const { drop } of open.splice(0)) await drop()
  })

  it('come to the same schema when the process dies after each of their statements', async () => {
    const straight = await create()
    await (await Database.open(straight, SCHEMA)).close()
    const broken = await create()
    let crashes = 0
    const fragile = dyingAfterEach(SCHEMA, () => crashes++)
    for (;;) {
      expect(crashes).toBeLessThan(MOST_CRASHES)
      const before = crashes
      try {
        await (await Database.open(broken, fragile)).close()
        break
      } catch (error) {
        // Another failure than the crash is a statement that can't be repeated.
        if (crashes === before) throw error
      }
    }
    expect(crashes).toBeGreaterThan(100)
    expect(await structureOf(kind.name, broken)).toEqual(await structureOf(kind.name, straight))
    // Each statement is a start of its own.
  }, 120_000)

  it('leave the same schema in the copies on which other tests work', async () => {
    const straight = await create()
    await (await Database.open(straight, SCHEMA)).close()
    const copy = await kind.createMigrated()
    open.push(copy)
    await (await Database.open(copy.url, SCHEMA)).close()
    expect(await structureOf(kind.name, copy.url)).toEqual(await structureOf(kind.name, straight))
  })

  it('run once when many processes start at the same time', async () => {
    const url = await create()
    const opened = await Promise.all([1, 2, 3, 4].map(() => Database.open(url, SCHEMA)))
    const run = await opened[0]!.read((tx) => tx.rows('SELECT name FROM migrations'))
    for (const database of opened) await database.close()
    expect(run).toHaveLength(SCHEMA.migrations.length)
  })

  it('restore the check of child ads when the one that lets them be empty is undone', async () => {
    const url = await create()
    const migrations = SCHEMA.migrations.slice(0, SCHEMA.migrations.indexOf(Bookings1764800000000) + 1)
    const database = await Database.open(url, { ...SCHEMA, migrations })
    try {
      const insert = `INSERT INTO child_ad
        (id, ad_id, position, group_name, amount, impressions, weight, weight_total, publish_status, updated_at)
        VALUES ('c', 'a', 1, 'g', 0, 0, 1, 1, 'CANCELED', '')`
      await database.write((tx) => tx.run(insert))
      await database.dataSource.undoLastMigration()
      await expect(database.write((tx) => tx.run(insert))).rejects.toThrow(/ck_child_ad_counts/)
    } finally {
      await database.close()
    }
  })

  it('refuse a database that a newer version has migrated', async () => {
    const url = await create()
    await (await Database.open(url, SCHEMA)).close()
    const older = { ...SCHEMA, migrations: SCHEMA.migrations.slice(0, -1) }
    await expect(Database.open(url, older)).rejects.toThrow(/newer than this program/)
  })
})

describe.each(databases().filter(({ name }) => name === 'mysql'))('the migration lock on $name', (kind) => {
  let database: TestDatabase
  let dataSource: DataSource
  const times = { waitMs: 5_000, lifeMs: 1_000, holdMs: 60_000 }
  beforeEach(async () => {
    database = await kind.create()
    dataSource = await new DataSource({ type: 'mariadb', url: database.url }).initialize()
  })
  afterEach(async () => {
    await dataSource.destroy()
    await database.drop()
  })

  it('is held by one at a time, for longer than its time limit too', async () => {
    let inside = 0
    const work = async () => {
      inside++
      expect(inside).toBe(1)
      await sleep(1_300)
      inside--
    }
    const both = [1, 2].map(() => withMigrationLock(dataSource, work, times))
    await Promise.all(both)
  })

  it('is free again when work fails', async () => {
    const failing = withMigrationLock(
      dataSource,
      () => Promise.reject(new Error('a statement failed')),
      times,
    )
    await expect(failing).rejects.toThrow('a statement failed')
    expect(await withMigrationLock(dataSource, async () => 'done', { ...times, waitMs: 0 })).toBe('done')
  })

  it('names its owner to those who wait too long, and ends by itself when the owner has died', async () => {
    await withMigrationLock(dataSource, async () => undefined, times)
    await dataSource.query(
      "UPDATE migration_lock SET owner = 'host-7 4711 x', expires_at = UTC_TIMESTAMP(3) + INTERVAL 2 SECOND",
    )
    const impatient = withMigrationLock(dataSource, async () => 'done', { ...times, waitMs: 100 })
    await expect(impatient).rejects.toThrow(/another process \(host-7 4711 x\) .* goes on where it was/)
    expect(await withMigrationLock(dataSource, async () => 'done', times)).toBe('done')
  })
})

/** The same migrations; each statement that changes something runs, and the first time the process dies right after it. */
function dyingAfterEach({ entities, migrations }: Schema, onCrash: () => void): Schema {
  const seen = new Set<string>()
  const fragile = (queryRunner: QueryRunner) =>
    new Proxy(queryRunner, {
      get(target, property, receiver) {
        if (property !== 'query') return Reflect.get(target, property, receiver)
        return async (sql: string, parameters?: unknown[]) => {
          const result = await target.query(sql, parameters)
          if (/^\s*SELECT/.test(sql) || seen.has(sql)) return result
          seen.add(sql)
          onCrash()
          throw new Error(`the process died after: ${sql}`)
        }
      },
    })
  return {
    entities,
    migrations: migrations.map((Migration) => {
      class Fragile implements MigrationInterface {
        readonly name = Migration.name
        private readonly migration = new Migration()
        up = (queryRunner: QueryRunner) => this.migration.up(fragile(queryRunner))
        down = (queryRunner: QueryRunner) => this.migration.down(queryRunner)
      }
      Object.defineProperty(Fragile, 'name', { value: Migration.name })
      return Fragile
    }),
  }
}

/** Everything that a schema consists of, and the rows that migrations insert. */
async function structureOf(kind: 'sqlite' | 'mysql', url: string): Promise<unknown> {
  const database = await Database.open(url, SCHEMA)
  try {
    return await database.read(async (tx) => {
      const structure =
        kind === 'sqlite'
          ? [await tx.rows('SELECT type, name, sql FROM sqlite_master ORDER BY type, name')]
          : [
              await tx.rows(
                `SELECT table_name, column_name, ordinal_position, column_default, is_nullable, column_type, extra,
                        generation_expression
                 FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1, 3`,
              ),
              await tx.rows(
                `SELECT table_name, index_name, seq_in_index, column_name, non_unique
                 FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, 3`,
              ),
              await tx.rows(
                `SELECT constraint_name, check_clause FROM information_schema.check_constraints
                 WHERE constraint_schema = DATABASE() ORDER BY 1`,
              ),
            ]
      return [
        ...structure,
        await tx.rows('SELECT * FROM content ORDER BY meta_id'),
        await tx.rows('SELECT * FROM part ORDER BY code'),
        await tx.rows('SELECT * FROM part_platform ORDER BY part, platform'),
      ]
    })
  } finally {
    await database.close()
  }
}
