/**
 * Key-value store for short texts: the browser's storage, which outlives the page, or memory where storage is
 * blocked.
 */
export interface Keep {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  /** The keys that begin with a prefix. */
  keys(prefix: string): string[]
}

export class MemoryKeep implements Keep {
  private readonly values = new Map<string, string>()

  get(key: string): string | null {
    return this.values.get(key) ?? null
  }

  set(key: string, value: string): void {
    this.values.set(key, value)
  }

  remove(key: string): void {
    this.values.delete(key)
  }

  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix))
  }
}

interface WebStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
  key(index: number): string | null
  readonly length: number
}

/**
 * Falls back to memory, because Excel's web view can refuse storage on any call (third-party cookies off).
 *
 * @param prefix Office requires one per host window: `Office.context.partitionKey`
 */
export function browserKeep(prefix: string): Keep {
  const memory = new MemoryKeep()
  const storage = (): WebStorage | null => {
    try {
      return (globalThis as { localStorage?: WebStorage }).localStorage ?? null
    } catch {
      return null
    }
  }
  const attempt = <T>(act: (store: WebStorage) => T, otherwise: () => T): T => {
    const store = storage()
    if (!store) return otherwise()
    try {
      return act(store)
    } catch {
      return otherwise()
    }
  }
  return {
    get: (key) =>
      attempt(
        (store) => store.getItem(prefix + key),
        () => null,
      ) ?? memory.get(key),
    set: (key, value) => {
      memory.set(key, value)
      attempt(
        (store) => store.setItem(prefix + key, value),
        () => undefined,
      )
    },
    remove: (key) => {
      memory.remove(key)
      attempt(
        (store) => store.removeItem(prefix + key),
        () => undefined,
      )
    },
    keys: (begin) => {
      const stored = attempt(
        (store) => Array.from({ length: store.length }, (_, i) => store.key(i) ?? ''),
        (): string[] => [],
      )
      const ours = stored.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
      return [...new Set([...ours, ...memory.keys('')])].filter((key) => key.startsWith(begin))
    },
  }
}
