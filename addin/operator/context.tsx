import { createContext, type ReactNode, useContext } from 'react'
import type { User } from '../../shared/contract/accounts'
import type { ApiClient } from '../api/client'
import { usePage } from '../page/context'
import type { Numbers } from '../page/numbers'
import { usePlatforms } from '../page/use-platforms'
import type { Words } from './words/words'

interface OperatorContext {
  api: ApiClient
  user: User
  words: Words
  numbers: Numbers
  /** A platform's name, or its code as long as the name isn't known. */
  platformName(code: string): string
}

const Context = createContext<OperatorContext | null>(null)

export function OperatorProvider({ words, children }: { words: Words; children: ReactNode }) {
  const { api, user, numbers } = usePage()
  const platforms = usePlatforms(api)
  const platformName = (code: string) => platforms.get(code) ?? code
  return <Context.Provider value={{ api, user, words, numbers, platformName }}>{children}</Context.Provider>
}

export function useOperator(): OperatorContext {
  const operator = useContext(Context)
  if (!operator) throw new Error('outside of the operator’s page')
  return operator
}
