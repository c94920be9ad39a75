import { AccountsPanel } from './accounts-panel'
import { LogPanel } from './log-panel'
import { TeamsPanel } from './teams-panel'

/** What administrators look after: accounts, teams, and the log of who did what from where. */
export function SecurityView() {
  return (
    <>
      <AccountsPanel />
      <TeamsPanel />
      <LogPanel />
    </>
  )
}
