/** `Office.context.document.settings`, for as long as the page lives. */
export function documentSettings() {
  const values = new Map<string, unknown>()
  const succeed = (callback?: (result: { status: string }) => void) => callback?.({ status: 'succeeded' })
  return {
    get: (name: string) => values.get(name) ?? null,
    set: (name: string, value: unknown) => {
      values.set(name, value)
    },
    remove: (name: string) => {
      values.delete(name)
    },
    saveAsync: (first?: unknown, second?: (result: { status: string }) => void) =>
      succeed(typeof first === 'function' ? (first as (result: { status: string }) => void) : second),
    refreshAsync: (callback?: (result: { status: string }) => void) => succeed(callback),
    addHandlerAsync: (_type: string, _handler: unknown, callback?: (result: { status: string }) => void) =>
      succeed(callback),
  }
}
