import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { User } from '../../shared/contract/accounts'
import type { ApiClient } from '../api/client'
import { Intents } from '../api/intents'
import type { Keep } from '../api/keep'
import { usePage } from '../page/context'
import type { Numbers } from '../page/numbers'
import { usePlatforms } from '../page/use-platforms'
import type { Words } from './words/words'

interface OperatorContext {
  api: ApiClient
  /** The keys of what changes bookings: a repetition does nothing twice. */
  intents: Intents
  user: User
  words: Words
  numbers: Numbers
  /** A platform's name, or its code as long as the name isn't known. */
  platformName(code: string): string
}

const Context = createContext<OperatorContext | null>(null)

interface OperatorProviderProps {
  keep: Keep
  words: Words
  children: ReactNode
}

export function OperatorProvider({ keep, words, children }: OperatorProviderProps) {
  const { api, user, numbers } = usePage()
  const platforms = usePlatforms(api)
  const intents = useMemo(() => new Intents(keep), [keep])
  const platformName = (code: string) => platforms.get(code) ?? code
  return (
    <Context.Provider value={{ api, intents, user, words, numbers, platformName }}>
      {children}
    </Context.Provider>
  )
}

export function useOperator(): OperatorContext {
  const operator = useContext(Context)
  if (!operator) throw new Error('outside of the operator’s page')
  return operator
}
