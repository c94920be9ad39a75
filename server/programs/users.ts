import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { email as emailSchema, type ManagedUser } from '../../shared/contract/accounts'
import { role as roleSchema } from '../../shared/contract/primitives'
import { Problem } from '../../shared/problem'
import { Accounts } from '../accounts/accounts'
import { PasswordPolicy } from '../accounts/password-policy'
import { Sessions } from '../accounts/sessions'
import { createClock } from '../clock'
import { readConfiguration } from '../configuration'
import { Database } from '../database/database'
import { SCHEMA } from './schema'

const USAGE = `Accounts, from the terminal of a machine that has the database's address (DATABASE_URL); also beside running services.

  npm run users -- list
  npm run users -- add kim@example.com --role planner [--name "김플래너"]
  npm run users -- role kim@example.com operator
  npm run users -- reset kim@example.com
  npm run users -- block kim@example.com
  npm run users -- unblock kim@example.com

Roles: planner, operator, admin. add and reset make up a password, show it once, and have it changed at the next sign-in; --password-file FILE takes one from
the first line of a file (/dev/stdin: what is piped in). A change of role or password and a block end the account's sessions. The
security log has every change; the last administrator stays one.
`
const PAGE = 500

class UsageError extends Error {}

async function main(): Promise<number> {
  const { values, positionals } = parse()
  const [command, email, ...rest] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(USAGE)
    return values.help ? 0 : 2
  }
  const configuration = readConfiguration()
  const clock = createClock(configuration.clock)
  const database = await Database.openAsItIs(configuration.databaseUrl, SCHEMA)
  const accounts = new Accounts(
    database,
    clock,
    new Sessions(database, clock, configuration.sessions),
    new PasswordPolicy(configuration.passwordMinLength),
  )
  try {
    return await act(accounts, command, email, rest, values)
  } finally {
    await database.close()
  }
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        name: { type: 'string' },
        'password-file': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function act(
  accounts: Accounts,
  command: string,
  given: string | undefined,
  rest: readonly string[],
  values: { role?: string | undefined; name?: string | undefined; 'password-file'?: string | undefined },
): Promise<number> {
  const expected = command === 'role' ? 1 : 0
  if (rest.length !== expected || (command === 'list') !== (given === undefined))
    throw new UsageError(`${command}: see how it is called`)
  if (command === 'list') {
    const all = await everyone(accounts)
    for (const user of all) process.stdout.write(`${lineOf(user)}\n`)
    process.stdout.write(`${all.length} accounts\n`)
    return 0
  }
  const address = valid(emailSchema.safeParse(given), `${given} is no e-mail address`)
  if (command === 'add') {
    const role = valid(roleSchema.safeParse(values.role), '--role must be planner, operator or admin')
    const { password, shown } = passwordOf(values['password-file'])
    const name = values.name ?? address.split('@')[0]!
    process.stdout.write(
      `Added: ${lineOf(await accounts.create({ email: address, name, role, password, passwordToChange: true }))}\n`,
    )
    process.stdout.write(shown)
    return 0
  }
  const user = (await everyone(accounts)).find(({ email }) => email === address)
  if (command === 'reset') {
    const { password, shown } = passwordOf(values['password-file'])
    const { id } = known(user, address)
    process.stdout.write(`Reset: ${lineOf(await accounts.change(id, { password }))}\n${shown}`)
    return 0
  }
  const change =
    command === 'role'
      ? { role: valid(roleSchema.safeParse(rest[0]), 'a role is planner, operator or admin') }
      : command === 'block' || command === 'unblock'
        ? { disabled: command === 'block' }
        : undefined
  if (!change) throw new UsageError(`There is no command ${command}`)
  process.stdout.write(`Changed: ${lineOf(await accounts.change(known(user, address).id, change))}\n`)
  return 0
}

async function everyone(accounts: Accounts): Promise<ManagedUser[]> {
  const all: ManagedUser[] = []
  for (let after: [string] | undefined; ; ) {
    const some = await accounts.list({ limit: PAGE, ...(after && { after }) })
    all.push(...some)
    if (some.length < PAGE) return all
    after = [some.at(-1)!.email]
  }
}

function lineOf({ email, role, name, disabled, createdAt }: ManagedUser): string {
  return `${email.padEnd(36)} ${role.padEnd(9)} ${disabled ? 'blocked' : 'active '} ${createdAt.slice(0, 10)}  ${name}`
}

function known(user: ManagedUser | undefined, email: string): ManagedUser {
  if (user) return user
  throw new Problem('NOT_FOUND', `There is no account for ${email}.`)
}

function valid<T>(parsed: { success: boolean; data?: T }, otherwise: string): T {
  if (parsed.success) return parsed.data as T
  throw new UsageError(otherwise)
}

/** A password from a file, or a new one to be shown once. */
function passwordOf(file: string | undefined): { password: string; shown: string } {
  if (file !== undefined) return { password: readFileSync(file, 'utf8').split(/\r?\n/)[0]!, shown: '' }
  const password = randomBytes(15).toString('base64url')
  return { password, shown: `Password (it is not shown again): ${password}\n` }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const detail =
      error instanceof Problem ? error.detail : error instanceof Error ? error.message : String(error)
    process.stderr.write(`${detail}\n${error instanceof UsageError ? `\n${USAGE}` : ''}`)
    process.exit(error instanceof UsageError ? 2 : 1)
  },
)
