import 'reflect-metadata'
import { parseArgs } from 'node:util'
import { addin } from './addin'
import type { Bench } from './bench'
import { findDatabases } from './databases'
import { events } from './events'
import { http } from './http'
import { inventory } from './inventory'
import { clearAwayWhenStopped } from './leaving'
import { proposals } from './proposals'
import { purchases } from './purchases'
import { reading } from './reading'
import { Results, table } from './results'
import { status } from './status'

const BENCHES: Readonly<Record<string, Bench>> = {
  inventory,
  reading,
  purchases,
  events,
  status,
  proposals,
  addin,
  http,
}

const USAGE = `Measures the service against what it promises.

  npm run bench -- NAME [--rows N] [--database embedded|mysql] [--minutes N] [--json]

  NAME          ${Object.keys(BENCHES).join(', ')}
  --rows N      another size, for a quick look
  --database D  one database only
  --minutes N   how long the traffic of http lasts: 0.5; with 5 or more, memory must be flat
  --json        one object {name, results} instead of a table
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string' },
      database: { type: 'string' },
      minutes: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [name, ...more] = positionals
  const bench = name === undefined ? undefined : BENCHES[name]
  const rows = values.rows === undefined ? undefined : Number(values.rows)
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes)
  const wrong =
    !bench ||
    more.length > 0 ||
    (rows !== undefined && !(Number.isInteger(rows) && rows >= 50_000)) ||
    (minutes !== undefined && !(minutes >= 0.1 && minutes <= 600))
  if (values.help || wrong) {
    process.stderr.write(
      wrong && !values.help
        ? `Name one bench; --rows is a whole number from 50,000 on, --minutes from 0.1 to 600.\n\n${USAGE}`
        : USAGE,
    )
    process.exitCode = values.help ? 0 : 2
    return
  }
  clearAwayWhenStopped()
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const found = await findDatabases(say)
  const databases = found.filter((kind) => values.database === undefined || kind.name === values.database)
  if (databases.length === 0) throw new Error(`there is no database ${values.database} to measure on`)
  const results = new Results()
  await bench({ databases, rows, minutes, say }, results)
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ name, results: results.all }, null, 2)}\n`
      : `\n${table(results.all)}\n`,
  )
}

main().catch((error: unknown) => {
  process.stderr.write(`The bench failed: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
