import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { signIn } from '../account/account'
import { loadCampaigns } from '../campaigns/campaigns'
import { failureOf } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { syncNow } from '../media-mix/exchange'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { SignInForm } from '../ui/sign-in-form'

const useStyles = makeStyles({
  page: {
    minHeight: '100vh',
    boxSizing: 'border-box',
    padding: '48px 24px 24px',
    display: 'flex',
    flexDirection: 'column',
    gap: '24px',
    maxWidth: '400px',
    margin: '0 auto',
  },
  brand: { display: 'flex', alignItems: 'center', gap: '12px' },
  mark: { width: '40px', height: '40px', borderRadius: '8px' },
  name: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
})

export function SignIn() {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const [failure, setFailure] = useState<Failure | null>(null)

  const submit = async (email: string, password: string) => {
    await signIn(desk, email, password)
    // Save what couldn't be saved while the planner was signed out.
    if (desk.store.get().open) void syncNow(desk).catch(() => undefined)
    else await loadCampaigns(desk)
  }

  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <img className={styles.mark} src="icons/icon-80.png" alt="" />
        <h1 className={styles.name}>Flightsheet</h1>
      </div>
      <Text>{words.signIn.lead}</Text>
      {state.expired && !failure && <Notice intent="info" title={words.signIn.expired} />}
      {state.commandTooEarly && !failure && <Notice intent="info" title={words.signIn.commandTooEarly} />}
      {failure && <FailureNotice failure={failure} />}
      <SignInForm
        words={words.signIn}
        onSubmit={submit}
        onFailure={(error) => setFailure(error === null ? null : failureOf(error))}
      />
    </main>
  )
}
