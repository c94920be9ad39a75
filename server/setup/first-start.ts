import type { Role } from '../../shared/contract/primitives'
import type { SetupParts } from './parts'
import { hasSampleData, loadSampleData } from './sample-data'

export const DEMO_PASSWORD = 'flightsheet-demo'
export const DEMO_ACCOUNTS: readonly { email: string; name: string; role: Role }[] = [
  { email: 'planner@flightsheet.local', name: '김플래너', role: 'planner' },
  { email: 'operator@flightsheet.local', name: '이운영', role: 'operator' },
  { email: 'admin@flightsheet.local', name: '박관리', role: 'admin' },
]

/**
 * Fills an empty database: sample data if the configuration allows it, and demo accounts only if the database
 * is embedded, without a configured administrator, and where nobody could mean production. Elsewhere it disables demo
 * accounts. On any database it ensures the configured administrator. Accounts come last: without them the database counts as empty, so an interrupted
 * first start is repeated.
 */
export async function firstStart(parts: SetupParts): Promise<void> {
  const { configuration, accounts } = parts
  const empty = (await accounts.count()) === 0
  if (
    empty &&
    // The data is loaded by jobs.
    configuration.works &&
    !configuration.production &&
    configuration.sampleData === 'auto' &&
    !(await hasSampleData(parts))
  ) {
    console.log('Loading sample data into the empty database (SAMPLE_DATA=none skips this):')
    await loadSampleData(parts)
  }
  if (empty && configuration.embedded && configuration.demoAccounts && !configuration.administrator) {
    await accounts.createDemo(DEMO_ACCOUNTS.map((account) => ({ ...account, password: DEMO_PASSWORD })))
  }
  if (!configuration.demoAccounts) {
    const disabled = await accounts.disable(DEMO_ACCOUNTS.map(({ email }) => email))
    if (disabled > 0)
      console.log(
        configuration.production
          ? 'The demo accounts were disabled: this is production now.'
          : 'The demo accounts were disabled: their password is published, and others can reach this service (DEMO_ACCOUNTS=on allows it).',
      )
  }
  if (configuration.administrator) {
    await accounts.ensureAdministrator(
      configuration.administrator.email,
      configuration.administrator.password,
    )
  }
}

/** A text for the terminal that explains how to sign in. */
export async function signInHint({ configuration, accounts }: SetupParts): Promise<string> {
  const known = new Set((await accounts.list({ limit: 100 })).map(({ email }) => email))
  const demo = DEMO_ACCOUNTS.filter(({ email }) => known.has(email))
  if (configuration.administrator)
    return `Sign in as ${configuration.administrator.email} (ADMIN_PASSWORD, unless it was changed since).`
  if (demo.length > 0 && configuration.demoAccounts) {
    return [
      `Sign in with a demo account (password ${DEMO_PASSWORD}):`,
      ...demo.map(({ email, role }) => `  ${email.padEnd(28)} ${role}`),
    ].join('\n')
  }
  if (known.size > 0) return 'Sign in with your account.'
  return 'There is no account yet. Set ADMIN_EMAIL and ADMIN_PASSWORD and start again to make the first administrator.'
}
