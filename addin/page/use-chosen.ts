import { useState } from 'react'

interface Chosen<Key> {
  keys: ReadonlySet<Key>
  choose(key: Key, isChosen: boolean): void
  /** Chooses exactly these; none without any. */
  only(keys: Iterable<Key>): void
}

/** The rows of a table that a person has chosen. */
export function useChosen<Key>(): Chosen<Key> {
  const [keys, setKeys] = useState<ReadonlySet<Key>>(new Set())
  return {
    keys,
    choose: (key, isChosen) =>
      setKeys((before) => {
        const after = new Set(before)
        if (isChosen) after.add(key)
        else after.delete(key)
        return after
      }),
    only: (these) => setKeys(new Set(these)),
  }
}
