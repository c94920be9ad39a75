import { Text } from '@fluentui/react-components'
import { type ComponentType, useEffect, useState } from 'react'

/** What is said until the part is there. */
interface Until {
  until: { loading: string; failed: string }
}

/**
 * A part of the bell's panel whose code is a file of its own, which is loaded when the part is shown first.
 *
 * @param load imports the part
 */
export function loadedLater<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & Until> {
  let View: ComponentType<Props> | undefined
  return function LoadedLater({ until, ...props }: Props & Until) {
    const [failed, setFailed] = useState(false)
    const [, setTurn] = useState(0)
    useEffect(() => {
      if (View) return
      let left = false
      load().then(
        (loaded) => {
          View = loaded
          if (!left) setTurn(1)
        },
        () => left || setFailed(true),
      )
      return () => {
        left = true
      }
    }, [])
    return View ? (
      <View {...(props as unknown as Props)} />
    ) : (
      <Text role="status">{failed ? until.failed : until.loading}</Text>
    )
  }
}
