import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId, useState } from 'react'
import type { DemoAccount } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import { SIGN_IN_WORDS } from './words'

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '8px' },
  hint: { color: tokens.colorNeutralForeground2 },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
  },
  account: { width: '100%', justifyContent: 'space-between' },
  role: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
})

interface DemoAccountsProps {
  accounts: readonly DemoAccount[]
  language: Language
  onSignIn(email: string, password: string): Promise<void>
  /** Receives the error of the last attempt; null when another attempt begins. */
  onFailure(error: unknown): void
}

/** The demo accounts of an installation that shows the product: one press signs in. */
export function DemoAccounts({ accounts, language, onSignIn, onFailure }: DemoAccountsProps) {
  const styles = useStyles()
  const words = SIGN_IN_WORDS[language]
  const [busy, setBusy] = useState(false)
  const title = useId()
  const enter = async ({ email, password }: DemoAccount) => {
    onFailure(null)
    setBusy(true)
    try {
      await onSignIn(email, password)
    } catch (error) {
      onFailure(error)
      setBusy(false)
    }
  }
  return (
    <section className={styles.stack} aria-labelledby={title}>
      <Text as="h2" size={400} weight="semibold" id={title} style={{ margin: 0 }}>
        {words.demo}
      </Text>
      <Text className={styles.hint}>{words.demoHint}</Text>
      <ul className={styles.list}>
        {accounts.map((account) => (
          <li key={account.email}>
            <Button className={styles.account} disabled={busy} onClick={() => void enter(account)}>
              <span>{account.name}</span>
              <span className={styles.role}>{words.roles[account.role]}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
