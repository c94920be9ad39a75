import { Spinner } from '@fluentui/react-components'
import { type ComponentType, useEffect, useState } from 'react'
import { DeskFailure, type Failure } from '../desk/failure'
import { FailureNotice } from './notice'

/**
 * A view whose code is a file of its own, which is loaded when the view is shown first. Without a connection it says so
 * and can be tried again.
 *
 * @param load imports the view
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> & { preload(): void } {
  let View: ComponentType<Props> | undefined
  const loadOnce = async () => {
    try {
      View = await load()
    } catch (error) {
      throw new DeskFailure('VIEW_NOT_LOADED', String(error))
    }
  }
  function OnDemand(props: Props) {
    const [failure, setFailure] = useState<Failure | null>(null)
    const [tries, setTries] = useState(0)
    // biome-ignore lint/correctness/useExhaustiveDependencies: a further try loads again
    useEffect(() => {
      if (View) return
      let left = false
      setFailure(null)
      loadOnce()
        .then(() => left || setTries((now) => now + 1))
        .catch((error: DeskFailure) => left || setFailure(error))
      return () => {
        left = true
      }
    }, [tries])
    if (View) return <View {...props} />
    if (failure) return <FailureNotice failure={failure} onRetry={() => setTries((now) => now + 1)} />
    return <Spinner />
  }
  return Object.assign(OnDemand, { preload: () => void loadOnce().catch(() => undefined) })
}
