import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { User } from '../../shared/contract/accounts'
import type { ApiClient } from '../api/client'
import { type Numbers, numbersOf } from './numbers'
import type { Words } from './words'

interface Dashboard {
  api: ApiClient
  user: User
  words: Words
  numbers: Numbers
}

const DashboardContext = createContext<Dashboard | null>(null)

export function DashboardProvider({
  children,
  ...given
}: Omit<Dashboard, 'numbers'> & { children: ReactNode }) {
  const { api, user, words } = given
  const value = useMemo(() => ({ api, user, words, numbers: numbersOf(words.locale) }), [api, user, words])
  return <DashboardContext.Provider value={value}>{children}</DashboardContext.Provider>
}

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext)
  if (!dashboard) throw new Error('a panel outside of the dashboard')
  return dashboard
}
