import { FluentProvider, Spinner } from '@fluentui/react-components'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { SignInPage } from '../../shared/company-sign-in'
import { currentSession, signOut, type User } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import { ApiClient } from '../api/client'
import type { Keep } from '../api/keep'
import { SIGNED_OUT, TOKEN } from '../api/token'
import { PasswordToChange } from '../my-account/password-to-change'
import { takeReturned } from '../sign-in/by-redirect'
import { usePaneTheme } from '../ui/theme'
import { languageOf } from '../words/words'
import { PageProvider } from './context'
import { SignIn } from './sign-in'
import type { PageWords } from './words'

const LANGUAGE = 'flightsheet.language'

type Session = 'resuming' | 'none' | 'expired' | User

interface PageProps<Words extends PageWords> {
  /** Its name in addresses. */
  name: SignInPage
  keep: Keep
  words: Record<Language, Words>
  /** What is shown to a user who has signed in. */
  children(words: Words): ReactNode
}

/**
 * A page for any browser: sign-in, language and theme around what it shows. All pages and the pane of the workbench share
 * one sign-in.
 */
export function Page<Words extends PageWords>({ name, keep, words: all, children }: PageProps<Words>) {
  const { theme, dark } = usePaneTheme()
  const [language, setLanguage] = useState(() => languageIn(keep))
  const [session, setSession] = useState<Session>(() => (keep.get(TOKEN) === null ? 'none' : 'resuming'))
  const [returned] = useState(takeReturned)
  const words = all[language]
  const api = useMemo(
    () =>
      new ApiClient({
        token: () => keep.get(TOKEN),
        language: () => languageIn(keep),
        signedOut: () => {
          keep.remove(TOKEN)
          setSession((before) =>
            typeof before === 'object' ? 'expired' : before === 'resuming' ? 'none' : before,
          )
        },
      }),
    [keep],
  )
  const resume = useCallback(async () => {
    try {
      setSession((await api.call(currentSession, {})).user)
    } catch {
      // The service is unreachable or no longer accepts the token: the next sign-in shows which.
      setSession((before) => (before === 'resuming' ? 'none' : before))
    }
  }, [api])
  useEffect(() => {
    if (keep.get(TOKEN) !== null) void resume()
  }, [keep, resume])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `Flightsheet · ${words.title}`
  }, [language, words])

  const changeLanguage = () => {
    const other = language === 'ko' ? 'en' : 'ko'
    keep.set(LANGUAGE, other)
    setLanguage(other)
  }
  const leave = async () => {
    // Sign out here even when the service can't be reached.
    await api.call(signOut, {}).catch(() => undefined)
    keep.remove(TOKEN)
    keep.set(SIGNED_OUT, '1')
    setSession('none')
  }

  return (
    <FluentProvider theme={theme} className="theme" style={{ colorScheme: dark ? 'dark' : 'light' }}>
      {session === 'resuming' ? (
        <Spinner className="resuming" label={words.loading} />
      ) : typeof session === 'string' ? (
        <SignIn
          api={api}
          words={words}
          expired={session === 'expired'}
          returned={returned}
          page={name}
          anew={keep.get(SIGNED_OUT) !== null}
          onLanguage={changeLanguage}
          onSignedIn={(token, user) => {
            keep.set(TOKEN, token)
            keep.remove(SIGNED_OUT)
            setSession(user)
          }}
        />
      ) : session.passwordToChange ? (
        <PasswordToChange
          api={api}
          user={session}
          language={words.language}
          onChanged={() => setSession({ ...session, passwordToChange: false })}
          onSignOut={() => void leave()}
        />
      ) : (
        <PageProvider api={api} user={session} words={words} onLanguage={changeLanguage} onSignOut={leave}>
          {children(words)}
        </PageProvider>
      )}
    </FluentProvider>
  )
}

function languageIn(keep: Keep): Language {
  return languageOf(keep.get(LANGUAGE) ?? navigator.language)
}
