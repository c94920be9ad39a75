import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Words } from '../words/words'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px' },
})

interface SignInFormProps {
  words: Words['signIn']
  /** Signs in; an error that it throws is passed to `onFailure`. */
  onSubmit(email: string, password: string): Promise<void>
  /** Receives the error of the last attempt; null when another attempt begins. */
  onFailure(error: unknown): void
  /** Below the button. */
  children?: ReactNode
}

/** The form of e-mail and password, for pane and dashboard. */
export function SignInForm({ words, onSubmit, onFailure, children }: SignInFormProps) {
  const styles = useStyles()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [sending, setSending] = useState(false)
  const [tried, setTried] = useState(false)
  const missing = (value: string) => (tried && value === '' ? words.required : undefined)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    onFailure(null)
    if (email === '' || password === '') {
      const first = email === '' ? 'email' : 'password'
      event.currentTarget.querySelector<HTMLInputElement>(`input[type="${first}"]`)?.focus()
      return
    }
    setSending(true)
    try {
      await onSubmit(email, password)
    } catch (error) {
      onFailure(error)
      setSending(false)
    }
  }

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <Field label={words.email} validationMessage={missing(email)}>
        <Input
          type="email"
          autoComplete="username"
          value={email}
          onChange={(_, { value }) => setEmail(value)}
        />
      </Field>
      <Field label={words.password} validationMessage={missing(password)}>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(_, { value }) => setPassword(value)}
        />
      </Field>
      <Button appearance="primary" size="large" type="submit" disabled={sending}>
        {sending ? words.submitting : words.submit}
      </Button>
      {children}
    </form>
  )
}
