import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { checkBackup, restoreBackup } from '../../server/backup/restore-backup'
import { writeBackup } from '../../server/backup/write-backup'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { done } from '../http/plan'
import { Market, members } from '../purchases/market'
import { databases, type TestDatabase } from '../support/databases'

const ROW = { productCode: 'DIRECT', startDate: '2026-12-02', endDate: '2026-12-06', amount: 500 } as const
const BUYERS = 4

describe.each(databases())('A backup of $name', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-backup-'))
  const file = join(folder, 'backup.jsonl.gz')
  const opened: TestDatabase[] = []
  let market: Market
  let counts: { before: number; after: number }
  beforeAll(async () => {
    market = await Market.open(kind)
    counts = await backUpUnderLoad()
  })
  afterAll(async () => {
    await market.stop()
    for (const one of opened) await one.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Buyers buy all the time, while another process's connection writes the backup. */
  async function backUpUnderLoad() {
    let bought = 0
    let over = false
    const buyers = Array.from({ length: BUYERS }, async () => {
      while (!over) {
        done(await market.buy(await market.place(ROW, members('PG1', 'PG2'))))
        bought++
      }
    })
    while (bought < 8) await new Promise((resolve) => setTimeout(resolve, 10))
    const before = bought
    const beside = await Database.openToRead(market.test.service.configuration.databaseUrl, SCHEMA)
    await writeBackup(beside, file)
    await beside.close()
    const after = bought
    over = true
    await Promise.all(buyers)
    return { before, after }
  }

  async function emptyOf(other: (typeof kinds)[number]): Promise<string> {
    const created = await other.create()
    opened.push(created)
    return created.url
  }
  const kinds = databases()

  it.each(kinds)('is one consistent state of a moment under load, restored into $name', async (other) => {
    const url = await emptyOf(other)
    const { rows } = await restoreBackup(file, url, SCHEMA)
    expect(rows).toBeGreaterThan(1_000)
    const restored = await Database.open(url, SCHEMA)
    try {
      const verdicts = await audit(restored, market.clock.now())
      expect(verdicts.filter(({ count }) => count > 0)).toEqual([])
      const [purchases] = await restored.rows<{ n: number }>('SELECT COUNT(*) AS n FROM purchase')
      // Everything that was acknowledged before it began; of what came while it was written, a beginning.
      expect(Number(purchases?.n)).toBeGreaterThanOrEqual(counts.before)
      expect(Number(purchases?.n)).toBeLessThanOrEqual(counts.after + BUYERS)
      await expect(restoreBackup(file, url, SCHEMA)).rejects.toThrow(/not empty/)
    } finally {
      await restored.close()
    }
    const again = join(folder, `again-${other.name}.gz`)
    const reader = await Database.openToRead(url, SCHEMA)
    await writeBackup(reader, again)
    await reader.close()
    expect(rowsOf(again)).toEqual(rowsOf(file))
  })

  it('that was cut off, changed or is something else is refused before anything is written', async () => {
    const url = await emptyOf(kind)
    const refuses = async (name: string, content: Buffer, why: RegExp) => {
      writeFileSync(join(folder, name), content)
      await expect(restoreBackup(join(folder, name), url, SCHEMA)).rejects.toThrow(why)
    }
    const whole = readFileSync(file)
    await refuses('cut.gz', whole.subarray(0, whole.length / 2), /cut off/)
    const text = gunzipSync(whole).toString()
    await refuses('shorter.gz', gzipSync(text.split('\n').slice(0, -2).join('\n')), /its end is missing/)
    await refuses('changed.gz', gzipSync(text.replace('20000', '20001')), /checksum/)
    await refuses('text.gz', Buffer.from('hello'), /no backup/)
    await refuses('other.gz', gzipSync('{"a":1}\n'), /no backup/)
    await refuses(
      'newer.gz',
      gzipSync(resummed(text.replace('"migrations":[', '"migrations":["Future1999999999999",'))),
      /newer version/,
    )
    await expect(restoreBackup(join(folder, 'nowhere.gz'), url, SCHEMA)).rejects.toThrow(/ENOENT/)
    // The database is as empty as before.
    await restoreBackup(file, url, SCHEMA)
  })

  it('of an older version is restored as that version, and the service brings it up to date', async () => {
    const url = await emptyOf(kind)
    const older = { ...SCHEMA, migrations: SCHEMA.migrations.slice(0, -1) }
    const source = await emptyOf(kind)
    const first = await Database.open(source, older)
    const old = join(folder, 'older.gz')
    await writeBackup(first, old)
    await first.close()
    const { header } = await restoreBackup(old, url, SCHEMA)
    expect(header.migrations).toEqual(older.migrations.map(({ name }) => name))
    await expect(Database.openToRead(url, SCHEMA)).rejects.toThrow(/older/)
    await (await Database.open(url, SCHEMA)).close()
    await (await Database.openToRead(url, SCHEMA)).close()
  })

  it('keeps services away until it is restored as a whole', async () => {
    const url = await emptyOf(kind)
    const first = await Database.open(url, SCHEMA)
    await first.dataSource.query('UPDATE schema_fence SET newest = 9999999999999 WHERE id = 1')
    await first.close()
    await expect(Database.open(url, SCHEMA)).rejects.toThrow(/restore into this database did not end/)
  })

  it('says what it is', async () => {
    const { header, rows } = await checkBackup(file)
    expect(header.migrations).toHaveLength(SCHEMA.migrations.length)
    expect(rows).toBeGreaterThan(1_000)
  })
})

/** The rows of each table by their columns, whose order differs; the databases have other tables for themselves. */
function rowsOf(file: string): string[] {
  const own = new Set(['migrations', 'schema_fence', 'migration_lock'])
  let table: { table: string; columns: string[] }
  return gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .slice(1, -1)
    .flatMap((line) => {
      const content = JSON.parse(line)
      if (!Array.isArray(content)) table = content
      if (!Array.isArray(content) || own.has(table.table)) return []
      const fields = table.columns.map((column, i) => [column, content[i]] as const)
      return [`${table.table} ${JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))}`]
    })
}

/** Only a header that says something else. */
function resummed(text: string): string {
  const lines = text.trim().split('\n').slice(0, -1)
  const sha256 = createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex')
  const rows = lines.filter((line) => line.startsWith('[')).length
  return `${lines.join('\n')}\n${JSON.stringify({ end: { rows, sha256 } })}\n`
}
