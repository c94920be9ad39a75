import { MONITORING_REFRESH } from '../monitoring/refresh'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts'
import type { SetupParts } from './parts'
import { playSampleCampaigns } from './sample-campaigns'
import { hasSampleData, loadSampleData } from './sample-data'

/**
 * Fills an empty database: sample data if the configuration allows it, and demo accounts only if the database
 * is embedded, without a configured administrator, and where nobody could mean production. The demo accounts bring the
 * sample's campaigns, which are theirs. Elsewhere it disables demo accounts. On any database it ensures the configured
 * administrator. Accounts come last, with their campaigns in one transaction: without accounts the database counts as
 * empty, so an interrupted first start is repeated.
 */
export async function firstStart(parts: SetupParts): Promise<void> {
  const { configuration, accounts } = parts
  const empty = (await accounts.count()) === 0
  const withDemo =
    empty && configuration.embedded && configuration.demoAccounts && !configuration.administrator
  // The data is loaded by jobs.
  const withSample =
    empty && configuration.works && !configuration.production && configuration.sampleData !== 'none'
  const withCampaigns = withDemo && withSample && configuration.sampleData === 'auto'
  if (withSample && !(await hasSampleData(parts, { withPast: withCampaigns }))) {
    console.log('Loading sample data into the empty database (SAMPLE_DATA=none skips this):')
    await loadSampleData(parts, { withPast: withCampaigns })
  }
  if (withDemo) await createDemo(parts, withCampaigns)
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

/** @param withCampaigns plays the sample's campaigns too; if they fail, there are only the accounts */
async function createDemo(parts: SetupParts, withCampaigns: boolean): Promise<void> {
  const { database, accounts } = parts
  const create = () =>
    accounts.createDemo(DEMO_ACCOUNTS.map((account) => ({ ...account, password: DEMO_PASSWORD })))
  if (!withCampaigns) return create()
  try {
    const campaigns = await database.write(async () => {
      await create()
      return playFor(parts)
    })
    await parts.jobs.runToEnd(MONITORING_REFRESH, {})
    console.log(`  Campaigns: ${campaigns}, from drafts to a finished one (SAMPLE_DATA=inventory skips them)`)
  } catch (error) {
    // The service is of use without them.
    console.error(`  Campaigns: none, ${error instanceof Error ? error.message : String(error)}`)
    if ((await accounts.count()) === 0) await create()
  }
}

/** Plays the sample's campaigns with the demo accounts. */
export async function playFor({ database, clock, accounts, configuration }: SetupParts): Promise<number> {
  const known = await accounts.list({ limit: 100 })
  const [planner, operator, , colleague] = DEMO_ACCOUNTS.map(
    ({ email }) => known.find((account) => account.email === email)!,
  )
  const people = { planner: planner!, operator: operator!, colleague: colleague! }
  return playSampleCampaigns({ database, clock, limits: configuration.booking }, people)
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
