import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { signIn } from '../account/account'
import { loadCampaigns } from '../campaigns/campaigns'
import { failureOf } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { syncNow } from '../media-mix/exchange'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'

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
  form: { display: 'flex', flexDirection: 'column', gap: '16px' },
})

export function SignIn() {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [tried, setTried] = useState(false)
  const missing = (value: string) => (tried && value === '' ? words.newCampaign.required : undefined)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    setFailure(null)
    if (email === '' || password === '') {
      const first = email === '' ? 'email' : 'password'
      event.currentTarget.querySelector<HTMLInputElement>(`input[type="${first}"]`)?.focus()
      return
    }
    setSending(true)
    try {
      await signIn(desk, email, password)
      // What couldn't be saved while one was signed out is saved now.
      if (desk.store.get().open) void syncNow(desk).catch(() => undefined)
      else await loadCampaigns(desk)
    } catch (error) {
      setFailure(failureOf(error))
      setSending(false)
    }
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
      <form className={styles.form} noValidate onSubmit={submit}>
        <Field label={words.signIn.email} validationMessage={missing(email)}>
          <Input
            type="email"
            autoComplete="username"
            value={email}
            onChange={(_, { value }) => setEmail(value)}
          />
        </Field>
        <Field label={words.signIn.password} validationMessage={missing(password)}>
          <Input
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(_, { value }) => setPassword(value)}
          />
        </Field>
        <Button appearance="primary" size="large" type="submit" disabled={sending}>
          {sending ? words.signIn.submitting : words.signIn.submit}
        </Button>
      </form>
    </main>
  )
}
