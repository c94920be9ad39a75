/** State that views and commands share. Both run in one page, so one object is enough. */
export class Store<T extends object> {
  private readonly listeners = new Set<() => void>()

  constructor(private state: T) {}

  readonly get = (): T => this.state

  readonly set = (patch: Partial<T>): void => {
    this.state = { ...this.state, ...patch }
    for (const listener of this.listeners) listener()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
