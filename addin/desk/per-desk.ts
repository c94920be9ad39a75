import type { Desk } from './desk'

/**
 * Private state of a capability per desk, outside of the state that views show: for example, the sheets it
 * listens to.
 *
 * @param make called once per desk, at the first use
 */
export function perDesk<T>(make: (desk: Desk) => T): (desk: Desk) => T {
  const all = new WeakMap<Desk, { value: T }>()
  return (desk) => {
    let kept = all.get(desk)
    if (!kept) {
      kept = { value: make(desk) }
      all.set(desk, kept)
    }
    return kept.value
  }
}
