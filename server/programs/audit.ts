import 'reflect-metadata'
import { parseArgs } from 'node:util'
import { audit, CHECKS, type Verdict } from '../audit/audit'
import { createClock } from '../clock'
import { readConfiguration } from '../configuration'
import { Database } from '../database/database'
import { SCHEMA } from './schema'

const USAGE = `Proves that everything adds up, on the database of the configuration (DATABASE_URL), also beside a running
service. It reads one consistent state and changes nothing. It ends with 1 where something fails.

  npm run audit
  npm run audit -- --json    one object {ok, checks} instead of a table
`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const { databaseUrl, clock } = readConfiguration()
  const database = await Database.openToRead(databaseUrl, SCHEMA)
  try {
    const onTerminal = process.stderr.isTTY && !values.json
    const verdicts = await audit(database, createClock(clock).now(), ({ name }, number) => {
      if (onTerminal) process.stderr.write(`\r\x1b[K${number}/${CHECKS.length} ${name} …`)
    })
    if (onTerminal) process.stderr.write('\r\x1b[K')
    const ok = verdicts.every(({ count }) => count === 0)
    process.stdout.write(
      values.json ? `${JSON.stringify({ ok, checks: verdicts }, null, 2)}\n` : text(verdicts),
    )
    return ok ? 0 : 1
  } finally {
    await database.close()
  }
}

function text(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ name }) => name.length))
  const lines = verdicts.flatMap(({ name, promise, count, rows }) => [
    `${count === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${count === 0 ? promise : `${number(count)} × not: ${promise}`}`,
    ...rows.map((row) => `        ${row}`),
    ...(count > rows.length ? [`        … and ${number(count - rows.length)} more`] : []),
  ])
  const failed = verdicts.filter(({ count }) => count > 0).length
  const summary =
    failed === 0 ? `All ${verdicts.length} checks hold.` : `${failed} of ${verdicts.length} checks fail.`
  return `${lines.join('\n')}\n\n${summary}\n`
}

function number(value: number): string {
  return value.toLocaleString('en')
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The audit could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(2)
  },
)
