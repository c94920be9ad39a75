import { useEffect, useState } from 'react'
import { listPlatforms } from '../../shared/contract/catalog'
import type { ApiClient } from '../api/client'

/** Names of the platforms by code, in display order; empty until they are known. */
export function usePlatforms(api: ApiClient): ReadonlyMap<string, string> {
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
