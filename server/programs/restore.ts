import 'reflect-metadata'
import { parseArgs } from 'node:util'
import { checkBackup, restoreBackup } from '../backup/restore-backup'
import { readConfiguration } from '../configuration'
import { Progress } from '../setup/progress'
import { SCHEMA } from './schema'

const USAGE = `Fills the database of the configuration (DATABASE_URL), which must be empty or not exist yet, with a backup.

  npm run restore -- data/backups/flightsheet-2026-12-01T030000Z.jsonl.gz
  npm run restore -- FILE --check    only says whether the file is whole, and what it is

Then \`npm run audit\` proves that everything adds up. A backup of an older version is brought up to date by the service's
first start; restore one of a newer version with that version.
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  const [file, ...rest] = positionals
  if (values.help || file === undefined || rest.length > 0) {
    process.stdout.write(USAGE)
    return values.help ? 0 : 2
  }
  if (values.check) {
    const { header, rows } = await checkBackup(file)
    process.stdout.write(
      `${file} is whole: ${rows.toLocaleString('en')} rows of ${header.createdAt}, after the migration ${header.migrations.at(-1)}\n`,
    )
    return 0
  }
  const progress = new Progress('restore')
  const { header, rows } = await restoreBackup(file, readConfiguration().databaseUrl, SCHEMA, (done, all) =>
    progress.show(done, all),
  )
  progress.end('done')
  process.stdout.write(
    `Restored ${rows.toLocaleString('en')} rows of ${header.createdAt}. Prove it with: npm run audit\n`,
  )
  return 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The backup was not restored: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(1)
  },
)
