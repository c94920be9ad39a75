import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Desk } from '../desk/desk'
import type { DeskState } from '../desk/state/desk-state'
import type { Words } from '../words/words'

interface Pane {
  desk: Desk
  words: Words
}

const PaneContext = createContext<Pane | null>(null)

export function PaneProvider({ desk, words, children }: Pane & { children: ReactNode }) {
  return <PaneContext.Provider value={{ desk, words }}>{children}</PaneContext.Provider>
}

export function usePane(): Pane & { state: DeskState } {
  const pane = useContext(PaneContext)
  if (!pane) throw new Error('a view outside of the pane')
  const { store } = pane.desk
  return { ...pane, state: useSyncExternalStore(store.subscribe, store.get) }
}
