import type { DemoAccount } from '../../shared/contract/accounts'
import type { Role } from '../../shared/contract/primitives'
import type { SetupParts } from './parts'

export const DEMO_PASSWORD = 'flightsheet-demo'
export const DEMO_ACCOUNTS: readonly { email: string; name: string; role: Role }[] = [
  { email: 'planner@flightsheet.local', name: '김플래너', role: 'planner' },
  { email: 'operator@flightsheet.local', name: '이운영', role: 'operator' },
  { email: 'admin@flightsheet.local', name: '박관리', role: 'admin' },
  { email: 'colleague@flightsheet.local', name: '최동료', role: 'planner' },
]

/**
 * The demo accounts that a page may offer, with their published password: none in production, none where others reach the
 * service unless that is meant, and none of those that are gone or disabled.
 */
export async function offeredDemoAccounts({
  configuration,
  accounts,
}: Pick<SetupParts, 'configuration' | 'accounts'>): Promise<DemoAccount[]> {
  if (!configuration.demoAccounts) return []
  const usable = await accounts.usable(DEMO_ACCOUNTS.map(({ email }) => email))
  return DEMO_ACCOUNTS.filter(({ email }) => usable.has(email)).map((account) => ({
    ...account,
    password: DEMO_PASSWORD,
  }))
}
