import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CleanKeys1765020300000, KEY_COLUMNS } from '../../migrations/1765020300000-clean-keys'
import { uncleanKeys } from '../../server/catalog/unclean-keys'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { databases, type TestDatabase } from '../support/databases'

const NFD = '드라마'.normalize('NFD')
const MARKED = 'PG\u200b1'
const TWIN = '예능'.normalize('NFD')

describe.each(databases())('Keys stored before they were cleaned ($name)', (kind) => {
  let base: TestDatabase
  let database: Database

  beforeEach(async () => {
    base = await kind.create()
    const at = SCHEMA.migrations.indexOf(CleanKeys1765020300000)
    database = await Database.open(base.url, { ...SCHEMA, migrations: SCHEMA.migrations.slice(0, at) })
    await database.write(async (tx) => {
      const content = (metaId: string, owner: string | null = null) => [
        metaId,
        'PROGRAM',
        metaId,
        owner,
        0,
        1,
      ]
      await tx.insert(
        'content',
        ['meta_id', 'type', 'name', 'owner', 'needs_review', 'version'],
        [
          content(NFD, `CJ\u200b`),
          content(MARKED),
          content(TWIN),
          content('예능'),
          content('PLAIN', 'CJ\u200b'),
          content('채움\u3164문자\u00a01'),
        ],
      )
      await tx.insert('content_owner', ['code', 'name', 'version'], [['CJ\u200b', 'CJ', 1]])
      const hour = (part: string, metaId: string) => ['2027-01-01', part, metaId, 1, 5, null]
      await tx.insert('part', ['code', 'type', 'version'], [['파트'.normalize('NFD'), 'PROGRAM', 1]])
      await tx.insert(
        'forecast_inventory',
        ['date', 'part', 'meta_id', 'hour', 'forecast', 'actual'],
        [
          hour('파트'.normalize('NFD'), NFD),
          hour('SMR_PROGRAM', TWIN),
          hour('SMR_PROGRAM', '예능'),
          hour('SMR_PROGRAM', MARKED),
        ],
      )
      await tx.insert(
        'unit_inventory',
        ['meta_id', 'platform', 'date', 'forecast', 'held', 'sold'],
        [
          [NFD, 'NAVER', '2027-01-01', 5, 1, 2],
          [TWIN, 'NAVER', '2027-01-01', 6, 0, 3],
          // Its content is gone: nobody knows whose inventory this is.
          ['PG1', 'NAVER', '2027-01-01', 7, 0, 4],
        ],
      )
    })
    await database.close()
  })
  afterEach(async () => {
    await database.close()
    await base.drop()
  })

  it('are renamed everywhere at once, and left where their clean form is taken', async () => {
    database = await Database.open(base.url, SCHEMA)
    const rows = (sql: string) => database.read((tx) => tx.rows<Record<string, unknown>>(sql))
    expect(
      await rows("SELECT meta_id AS metaId, owner FROM content WHERE meta_id <> 'RANDOM' ORDER BY meta_id"),
    ).toEqual(
      [
        { metaId: MARKED, owner: null },
        { metaId: 'PLAIN', owner: 'CJ' },
        { metaId: TWIN, owner: null },
        { metaId: '드라마', owner: 'CJ' },
        { metaId: '예능', owner: null },
        { metaId: '채움문자 1', owner: null },
      ].sort((a, b) => Buffer.compare(Buffer.from(a.metaId), Buffer.from(b.metaId))),
    )
    expect(await rows("SELECT code FROM content_owner WHERE code LIKE 'CJ%'")).toEqual([{ code: 'CJ' }])
    expect(await rows("SELECT part, meta_id AS metaId FROM forecast_inventory WHERE part = '파트'")).toEqual([
      { part: '파트', metaId: '드라마' },
    ])
    expect(await rows('SELECT meta_id AS metaId, held, sold FROM unit_inventory ORDER BY sold')).toEqual([
      { metaId: '드라마', held: 1, sold: 2 },
      { metaId: TWIN, held: 0, sold: 3 },
      { metaId: 'PG1', held: 0, sold: 4 },
    ])
    expect(await database.read(uncleanKeys)).toEqual([
      expect.stringContaining('0050 0047 200b 0031'),
      expect.stringContaining('110b 1168 1102 1173 11bc'),
    ])
  })

  it('are looked for in every column that has such keys', async () => {
    database = await Database.open(base.url, SCHEMA)
    const [metas, owners, parts] = KEY_COLUMNS.map(({ master, others }) =>
      [master, ...others].map(([table, column]) => `${table}.${column}`).sort(),
    )
    const columns = database.dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
      columns.map(({ databaseName }) => `${tableName}.${databaseName}`),
    )
    expect(metas).toEqual(columns.filter((column) => column.endsWith('.meta_id')).sort())
    expect(parts).toEqual(['part.code', ...columns.filter((column) => column.endsWith('.part'))].sort())
    expect(owners).toEqual(
      ['content_owner.code', ...columns.filter((column) => column.endsWith('.owner'))]
        .filter((column) => column !== 'job_run.owner')
        .sort(),
    )
  })
})
