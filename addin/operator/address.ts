import { useCallback, useEffect, useState } from 'react'
import { isMonth } from '../../shared/calendar'

/** The last one is for administrators. */
export const VIEWS = ['files', 'month', 'risk', 'approvals', 'catalog', 'security'] as const
export type View = (typeof VIEWS)[number]

/** What the page shows. It is in the URL, so that a link shows the same and the browser can go back. */
export interface Place {
  view: View
  /** The month that is worked on; blank: the next one, which operators prepare. */
  month: string
  /** A table of the catalogue. */
  table: string
}

/** Reads the query of a URL; invalid values are dropped. */
export function placeOf(search: string): Place {
  const given = new URLSearchParams(search)
  const month = given.get('month') ?? ''
  return {
    view: VIEWS.find((view) => view === given.get('view')) ?? 'files',
    month: isMonth(month) ? month : '',
    table: (given.get('table') ?? '').slice(0, 30),
  }
}

/** The query of a URL, `?` included. */
export function searchOf(place: Place): string {
  return `?${new URLSearchParams(Object.entries(place).filter(([, value]) => value !== ''))}`
}

/** The place from the URL, and a function that goes to another. Back and forward restore earlier places. */
export function usePlace(): [Place, (to: Partial<Place>) => void] {
  const [place, setPlace] = useState(() => placeOf(window.location.search))
  useEffect(() => {
    const read = () => setPlace(placeOf(window.location.search))
    window.addEventListener('popstate', read)
    return () => window.removeEventListener('popstate', read)
  }, [])
  const go = useCallback((to: Partial<Place>) => {
    const next = { ...placeOf(window.location.search), ...to }
    window.history.pushState(null, '', `${window.location.pathname}${searchOf(next)}`)
    setPlace(next)
  }, [])
  return [place, go]
}
