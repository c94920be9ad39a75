import { AccountsPanel } from './accounts-panel'
import { LogPanel } from './log-panel'

/** What administrators look after: accounts, and the log of who did what from where. */
export function SecurityView() {
  return (
    <>
      <AccountsPanel />
      <LogPanel />
    </>
  )
}
