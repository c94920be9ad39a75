import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { User } from '../../shared/contract/accounts'
import type { ApiClient } from '../api/client'
import { usePage } from '../page/context'
import type { Numbers } from '../page/numbers'
import { usePlatforms } from '../page/use-platforms'
import type { Words } from './words'

interface Dashboard {
  api: ApiClient
  user: User
  words: Words
  numbers: Numbers
  /** Names by code, in display order; empty until they are known. */
  platforms: ReadonlyMap<string, string>
  /** A platform's name, or its code as long as the name isn't known. */
  platformName(code: string): string
}

const DashboardContext = createContext<Dashboard | null>(null)

export function DashboardProvider({ words, children }: { words: Words; children: ReactNode }) {
  const { api, user, numbers } = usePage()
  const platforms = usePlatforms(api)
  const value = useMemo(
    () => ({
      api,
      user,
      words,
      numbers,
      platforms,
      platformName: (code: string) => platforms.get(code) ?? code,
    }),
    [api, user, words, numbers, platforms],
  )
  return <DashboardContext.Provider value={value}>{children}</DashboardContext.Provider>
}

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext)
  if (!dashboard) throw new Error('a panel outside of the dashboard')
  return dashboard
}
