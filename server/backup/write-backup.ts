import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type StoredTable, storedTables } from '../database/stored-tables'
import { FORMAT, type Header, LineSum } from './backup-file'

const ROWS_AT_ONCE = 2_000

/**
 * Writes one consistent state of a database into a file, also beside services that work on it. The file has its name only
 * once it is complete and on the disk.
 *
 * @param onTable called before each table, with its number from 1
 * @returns how many tables and rows it has
 */
export async function writeBackup(
  database: Database,
  file: string,
  onTable: (table: string, number: number, of: number) => void = () => undefined,
): Promise<{ tables: number; rows: number }> {
  const part = `${file}.part`
  const gzip = createGzip()
  // Another backup that is being written to the same name is not overwritten.
  const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
  await once(out, 'open')
  const written = pipeline(gzip, out)
  // It is awaited at the end; what fails before shows in `write` too.
  written.catch(() => undefined)
  try {
    const lines = new Lines(gzip, written)
    const tables = await database.read(async (tx) => {
      const all = await storedTables(tx)
      await lines.write(await headerOf(tx))
      for (const [i, table] of all.entries()) {
        onTable(table.name, i + 1, all.length)
        await writeTable(tx, table, lines)
      }
      return all.length
    })
    lines.end()
    await written
    await rename(part, file)
    return { tables, rows: lines.sum.rows }
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    await rm(part, { force: true })
    throw error
  }
}

async function headerOf(tx: Transaction): Promise<Header> {
  const migrations = await tx.rows<{ name: string }>('SELECT name FROM migrations ORDER BY id')
  return {
    format: FORMAT,
    version: 1,
    createdAt: new Date().toISOString(),
    migrations: migrations.map(({ name }) => name),
  }
}

async function writeTable(tx: Transaction, { name, columns, key }: StoredTable, lines: Lines): Promise<void> {
  if (key.length === 0) throw new Error(`the table ${name} has no primary key`)
  await lines.write({ table: name, columns })
  const select = `SELECT ${columns.join(', ')} FROM ${name}`
  const end = `ORDER BY ${key.join(', ')} LIMIT ${ROWS_AT_ONCE}`
  for (let last: (string | number)[] | undefined; ; ) {
    const beyond = last && tx.dialect.beyond(key, '>', last)
    const rows = await tx.rows<Record<string, SqlValue>>(
      `${select} ${beyond ? `WHERE ${beyond.sql}` : ''} ${end}`,
      beyond?.values,
    )
    for (const row of rows) {
      lines.sum.rows++
      await lines.write(columns.map((column) => row[column]))
    }
    const final = rows.at(-1)
    if (!final || rows.length < ROWS_AT_ONCE) return
    last = key.map((column) => final[column] as string | number)
  }
}

/** Writes lines of JSON, no faster than they are taken. */
class Lines {
  readonly sum = new LineSum()

  constructor(
    private readonly stream: ReturnType<typeof createGzip>,
    /** Rejected when the file can't be written. */
    private readonly written: Promise<void>,
  ) {}

  async write(content: unknown): Promise<void> {
    const line = JSON.stringify(content)
    this.sum.add(line)
    if (!this.stream.write(`${line}\n`)) await Promise.race([once(this.stream, 'drain'), this.written])
  }

  end(): void {
    const { rows } = this.sum
    this.stream.end(`${JSON.stringify({ end: { rows, sha256: this.sum.digest() } })}\n`)
  }
}
