import { Button } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import type { SignInPage } from '../../shared/company-sign-in'
import { finishCompanySignIn, signIn, type User } from '../../shared/contract/accounts'
import { type ApiClient, CallFailure } from '../api/client'
import type { Failure } from '../desk/failure'
import { goToProvider, type Returned } from '../sign-in/by-redirect'
import { DemoAccounts } from '../sign-in/demo-accounts'
import { useSignInOptions } from '../sign-in/sign-in-options'
import { SignInWays } from '../sign-in/sign-in-ways'
import { toldOf } from '../sign-in/told'
import { SignInForm } from '../ui/sign-in-form'
import { failureOf } from './failure'
import { FailureBar } from './failure-bar'
import { Message } from './message'
import type { PageWords } from './words'

interface SignInProps {
  api: ApiClient
  words: PageWords
  expired: boolean
  /** What the page has come back with from the company's provider. */
  returned: Returned | undefined
  /** The name of the page, to come back to. */
  page: SignInPage
  /** The company's provider is to ask who it is. */
  anew: boolean
  onLanguage(): void
  onSignedIn(token: string, user: User): void
}

export function SignIn({ api, words, expired, returned, page, anew, onLanguage, onSignedIn }: SignInProps) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const options = useSignInOptions(api)
  const fail = async (error: unknown) => {
    setFailure(error === null ? null : failureOf(await toldOf(error, words.language)))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page comes back once
  useEffect(() => {
    if (!returned) return
    if ('why' in returned) void fail(new CallFailure('COMPANY_SIGN_IN_REFUSED', '', { why: returned.why }))
    else
      api
        .call(finishCompanySignIn, { body: returned })
        .then(({ token, user }) => onSignedIn(token, user))
        .catch(fail)
  }, [returned])

  const submit = async (email: string, password: string) => {
    const { token, user } = await api.call(signIn, { body: { email, password } })
    onSignedIn(token, user)
  }
  const form = <SignInForm words={words.signIn} onSubmit={submit} onFailure={fail} />

  return (
    <main className="sign-in">
      <div className="brand">
        <img src="/addin/icons/icon-80.png" alt="" width="40" height="40" />
        <h1>Flightsheet {words.title}</h1>
      </div>
      <p>{words.signIn.lead}</p>
      {expired && !failure && <Message intent="info" title={words.signIn.expired} />}
      {failure && <FailureBar failure={failure} words={words} />}
      {options?.company ? (
        <SignInWays
          passwords={options.passwords}
          language={words.language}
          onCompany={() => goToProvider(page, anew)}
          onFailure={fail}
        >
          {form}
        </SignInWays>
      ) : (
        form
      )}
      {options?.demo && (
        <DemoAccounts accounts={options.demo} language={words.language} onSignIn={submit} onFailure={fail} />
      )}
      <Button
        appearance="subtle"
        type="button"
        onClick={onLanguage}
        lang={words.language === 'ko' ? 'en' : 'ko'}
      >
        {words.otherLanguage}
      </Button>
    </main>
  )
}
