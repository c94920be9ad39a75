import { useCallback, useEffect, useState } from 'react'
import { type Filters, filtersOf, searchOf } from './address'

/** The filters from the URL, and a function that changes both. Back and forward restore earlier filters. */
export function useFilters(): [Filters, (changed: Partial<Filters>, typing?: boolean) => void] {
  const [filters, setFilters] = useState(() => filtersOf(window.location.search))
  useEffect(() => {
    const read = () => setFilters(filtersOf(window.location.search))
    window.addEventListener('popstate', read)
    return () => window.removeEventListener('popstate', read)
  }, [])
  /**
   * @param typing true while a word is typed: the whole word becomes one history entry, not one per letter
   */
  const change = useCallback((changed: Partial<Filters>, typing = false) => {
    const next = { ...filtersOf(window.location.search), ...changed }
    const address = `${window.location.pathname}${searchOf(next)}`
    if (address !== `${window.location.pathname}${window.location.search}`) {
      if (typing) window.history.replaceState(null, '', address)
      else window.history.pushState(null, '', address)
    }
    setFilters(next)
  }, [])
  return [filters, change]
}
