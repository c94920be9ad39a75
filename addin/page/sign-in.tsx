import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { signIn, type User } from '../../shared/contract/accounts'
import type { ApiClient } from '../api/client'
import type { Failure } from '../desk/failure'
import { SignInForm } from '../ui/sign-in-form'
import { failureOf } from './failure'
import { FailureBar } from './failure-bar'
import { Message } from './message'
import type { PageWords } from './words'

interface SignInProps {
  api: ApiClient
  words: PageWords
  expired: boolean
  onLanguage(): void
  onSignedIn(token: string, user: User): void
}

export function SignIn({ api, words, expired, onLanguage, onSignedIn }: SignInProps) {
  const [failure, setFailure] = useState<Failure | null>(null)

  const submit = async (email: string, password: string) => {
    const { token, user } = await api.call(signIn, { body: { email, password } })
    onSignedIn(token, user)
  }

  return (
    <main className="sign-in">
      <div className="brand">
        <img src="/addin/icons/icon-80.png" alt="" width="40" height="40" />
        <h1>Flightsheet {words.title}</h1>
      </div>
      <p>{words.signIn.lead}</p>
      {expired && !failure && <Message intent="info" title={words.signIn.expired} />}
      {failure && <FailureBar failure={failure} words={words} />}
      <SignInForm
        words={words.signIn}
        onSubmit={submit}
        onFailure={(error) => setFailure(error === null ? null : failureOf(error))}
      >
        <Button
          appearance="subtle"
          type="button"
          onClick={onLanguage}
          lang={words.language === 'ko' ? 'en' : 'ko'}
        >
          {words.otherLanguage}
        </Button>
      </SignInForm>
    </main>
  )
}
