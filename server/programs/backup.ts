import 'reflect-metadata'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeBackup } from '../backup/write-backup'
import { readConfiguration } from '../configuration'
import { Database } from '../database/database'
import { SCHEMA } from './schema'

const USAGE = `Writes one consistent state of the database of the configuration (DATABASE_URL) into a file, also beside running
services. \`npm run restore\` fills an empty database with it, of either kind.

  npm run backup                        data/backups/flightsheet-2026-12-01T030000Z.jsonl.gz
  npm run backup -- /backups            the same in another folder
  npm run backup -- /backups/before-upgrade.jsonl.gz
  npm run backup -- /backups --keep 14  and deletes all but the newest 14 of that folder that have such a name
`
const NAME = /^flightsheet-\d{4}-\d\d-\d\dT\d{6}Z\.jsonl\.gz$/

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'string' }, help: { type: 'boolean', default: false } },
  })
  const keep = values.keep === undefined ? undefined : Number(values.keep)
  if (
    values.help ||
    positionals.length > 1 ||
    (keep !== undefined && !(Number.isSafeInteger(keep) && keep > 0))
  ) {
    process.stdout.write(USAGE)
    return values.help ? 0 : 2
  }
  const file = fileOf(positionals[0] ?? 'data/backups')
  if (existsSync(file)) throw new Error(`${file} is there already`)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const { databaseUrl } = readConfiguration()
  const database = await Database.openToRead(databaseUrl, SCHEMA)
  try {
    const since = Date.now()
    const onTerminal = process.stderr.isTTY
    const { tables, rows } = await writeBackup(database, file, (table, number, of) => {
      if (onTerminal) process.stderr.write(`\r\x1b[K${number}/${of} ${table} …`)
    })
    if (onTerminal) process.stderr.write('\r\x1b[K')
    const mebibytes = (statSync(file).size / 1024 / 1024).toFixed(1)
    process.stdout.write(
      `${file}: ${rows.toLocaleString('en')} rows of ${tables} tables, ${mebibytes} MiB, ${((Date.now() - since) / 1000).toFixed(1)} s\n`,
    )
  } finally {
    await database.close()
  }
  if (keep !== undefined) deleteOlder(dirname(file), keep)
  return 0
}

/** A folder, or the name of a file in `.gz`. */
function fileOf(target: string): string {
  if (target.endsWith('.gz')) return resolve(target)
  const at = new Date()
    .toISOString()
    .replaceAll(':', '')
    .replace(/\.\d+Z$/, 'Z')
  return resolve(join(target, `flightsheet-${at}.jsonl.gz`))
}

function deleteOlder(folder: string, keep: number): void {
  const old = readdirSync(folder)
    .filter((name) => NAME.test(basename(name)))
    .sort()
    .slice(0, -keep)
  for (const name of old) rmSync(join(folder, name))
  if (old.length > 0) process.stdout.write(`Deleted: ${old.join(', ')}\n`)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The backup could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(1)
  },
)
