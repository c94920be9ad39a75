import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { User } from '../../shared/contract/accounts'
import type { Role } from '../../shared/contract/primitives'
import type { ApiClient } from '../api/client'
import { type Numbers, numbersOf } from './numbers'
import type { PageWords } from './words'

interface PageContext {
  api: ApiClient
  user: User
  words: PageWords
  numbers: Numbers
  onLanguage(): void
  onSignOut(): void
}

const Context = createContext<PageContext | null>(null)

export function PageProvider({ children, ...given }: Omit<PageContext, 'numbers'> & { children: ReactNode }) {
  const { api, user, words, onLanguage, onSignOut } = given
  const numbers = useMemo(() => numbersOf(words.locale), [words])
  return (
    <Context.Provider value={{ api, user, words, numbers, onLanguage, onSignOut }}>
      {children}
    </Context.Provider>
  )
}

/** What a signed-in page knows: its user, language and connection. */
export function usePage(): PageContext {
  const page = useContext(Context)
  if (!page) throw new Error('outside of a page')
  return page
}

/** The role of who is signed in; undefined before that. */
export function useRole(): Role | undefined {
  return useContext(Context)?.user.role
}
