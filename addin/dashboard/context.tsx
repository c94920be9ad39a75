import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { User } from '../../shared/contract/accounts'
import { listPlatforms } from '../../shared/contract/catalog'
import type { ApiClient } from '../api/client'
import { type Numbers, numbersOf } from './numbers'
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

export function DashboardProvider({
  children,
  ...given
}: Pick<Dashboard, 'api' | 'user' | 'words'> & { children: ReactNode }) {
  const { api, user, words } = given
  const platforms = usePlatforms(api)
  const value = useMemo(
    () => ({
      api,
      user,
      words,
      numbers: numbersOf(words.locale),
      platforms,
      platformName: (code: string) => platforms.get(code) ?? code,
    }),
    [api, user, words, platforms],
  )
  return <DashboardContext.Provider value={value}>{children}</DashboardContext.Provider>
}

function usePlatforms(api: ApiClient): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    api.call(listPlatforms, {}).then(
      ({ items }) => setNames(new Map(items.map(({ code, name }) => [code, name]))),
      // Not reported: the panels show their own failures, and can show codes instead of names.
      () => undefined,
    )
  }, [api])
  return names
}

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext)
  if (!dashboard) throw new Error('a panel outside of the dashboard')
  return dashboard
}
