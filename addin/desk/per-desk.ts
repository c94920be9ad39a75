import type { Desk } from './desk'

/**
 * What a capability keeps of a desk beside the state that views show: sheets it listens to, questions it has asked.
 *
 * @param make called once for each desk, when it is first asked for
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
