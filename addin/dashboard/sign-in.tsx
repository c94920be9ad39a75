import { Button, Field, Input, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { signIn, type User } from '../../shared/contract/accounts'
import type { ApiClient } from '../api/client'
import type { Failure } from '../desk/failure'
import { failureOf } from './failure'
import { FailureBar } from './failure-bar'
import type { Words } from './words'

interface SignInProps {
  api: ApiClient
  words: Words
  expired: boolean
  onLanguage(): void
  onSignedIn(token: string, user: User): void
}

export function SignIn({ api, words, expired, onLanguage, onSignedIn }: SignInProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [sending, setSending] = useState(false)
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const missing = (value: string) => (tried && value === '' ? words.signIn.required : undefined)

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
      const { token, user } = await api.call(signIn, { body: { email, password } })
      onSignedIn(token, user)
    } catch (error) {
      setFailure(failureOf(error))
      setSending(false)
    }
  }

  return (
    <main className="sign-in">
      <div className="brand">
        <img src="/addin/icons/icon-80.png" alt="" width="40" height="40" />
        <h1>Flightsheet {words.title}</h1>
      </div>
      <p>{words.signIn.lead}</p>
      {expired && !failure && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{words.signIn.expired}</MessageBarBody>
        </MessageBar>
      )}
      {failure && <FailureBar failure={failure} words={words} />}
      <form noValidate onSubmit={submit}>
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
        <Button
          appearance="subtle"
          type="button"
          onClick={onLanguage}
          lang={words.language === 'ko' ? 'en' : 'ko'}
        >
          {words.otherLanguage}
        </Button>
      </form>
    </main>
  )
}
