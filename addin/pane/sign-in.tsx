import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { signIn, takeSession } from '../account/account'
import { SIGNED_OUT } from '../api/token'
import { loadCampaigns } from '../campaigns/campaigns'
import { failureOf } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { syncNow } from '../media-mix/exchange'
import { useSignInOptions } from '../sign-in/sign-in-options'
import { FailureNotice, Notice } from '../ui/notice'
import { onDemand } from '../ui/on-demand'
import { usePane } from '../ui/pane-context'
import { SignInForm } from '../ui/sign-in-form'

// Most installations have no company account, and most people don't sign in every day.
const SignInWays = onDemand(async () => (await import('../sign-in/sign-in-ways')).SignInWays)
const DemoAccounts = onDemand(async () => (await import('../sign-in/demo-accounts')).DemoAccounts)

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
  const options = useSignInOptions(desk.api)

  const goOn = async () => {
    // Save what couldn't be saved while the planner was signed out.
    if (desk.store.get().open) void syncNow(desk).catch(() => undefined)
    else await loadCampaigns(desk)
  }
  const submit = async (email: string, password: string) => {
    await signIn(desk, email, password)
    await goOn()
  }
  const company = async () => {
    const { signInInPane } = await import('../sign-in/in-pane')
    const anew = desk.keep.get(SIGNED_OUT) !== null
    const session = await signInInPane(desk.api, options!, isNested(), anew)
    if (!session) return
    await takeSession(desk, session)
    await goOn()
  }
  const fail = (error: unknown) => setFailure(error === null ? null : failureOf(error))
  const form = <SignInForm words={words.signIn} onSubmit={submit} onFailure={fail} />

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
      {options?.company || (options?.microsoft && isNested()) ? (
        <SignInWays
          passwords={options.passwords}
          language={desk.language}
          onCompany={company}
          onFailure={fail}
        >
          {form}
        </SignInWays>
      ) : (
        form
      )}
      {options?.demo && (
        <DemoAccounts accounts={options.demo} language={desk.language} onSignIn={submit} onFailure={fail} />
      )}
    </main>
  )
}

/** Whether this Excel gets tokens from Microsoft by itself. */
function isNested(): boolean {
  return Office.context.requirements.isSetSupported('NestedAppAuth', '1.1')
}
