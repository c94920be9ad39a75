import { useCallback, useEffect, useState } from 'react'
import { type Filters, filtersOf, searchOf } from './address'

/** The filters of the address, and what changes both. Back and forward go through what was looked at. */
export function useFilters(): [Filters, (changed: Partial<Filters>, typing?: boolean) => void] {
  const [filters, setFilters] = useState(() => filtersOf(window.location.search))
  useEffect(() => {
    const read = () => setFilters(filtersOf(window.location.search))
    window.addEventListener('popstate', read)
    return () => window.removeEventListener('popstate', read)
  }, [])
  /** @param typing a word that is being typed is one step back, not one a letter */
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
