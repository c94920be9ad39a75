import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { clearedAway } from './leaving'

const MYSQL = process.env.BENCH_MYSQL_URL ?? process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306'

export interface BenchDatabase {
  url: string
  drop(): Promise<void>
}

/** A kind of database to measure on; every bench creates its own databases and drops them. */
export interface DatabaseKind {
  name: 'embedded' | 'mysql'
  create(): Promise<BenchDatabase>
}

/** Returns SQLite, and MySQL or MariaDB if it answers. Reports a missing one. */
export async function findDatabases(say: (line: string) => void): Promise<DatabaseKind[]> {
  const embedded: DatabaseKind = { name: 'embedded', create: createEmbedded }
  try {
    await onServer('SELECT 1')
    return [embedded, { name: 'mysql', create: createOnServer }]
  } catch {
    say(`[skipped] MySQL: start MySQL or MariaDB and set BENCH_MYSQL_URL (tried ${MYSQL.split('@').at(-1)})`)
    return [embedded]
  }
}

async function createEmbedded(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-bench-'))
  return {
    url: `sqlite:${join(folder, 'bench.sqlite')}`,
    drop: clearedAway(async () => rmSync(folder, { recursive: true, force: true })),
  }
}

async function createOnServer(): Promise<BenchDatabase> {
  const name = `flightsheet_bench_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  await onServer(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  return {
    url: `${MYSQL}/${name}`,
    drop: clearedAway(() => onServer(`DROP DATABASE IF EXISTS ${name}`)),
  }
}

async function onServer(sql: string): Promise<void> {
  const connection = await createConnection({ uri: MYSQL, connectTimeout: 2000 })
  try {
    await connection.query(sql)
  } finally {
    await connection.end()
  }
}
