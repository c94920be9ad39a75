/// <reference types="office-js" />

/** Records which members of Excel's objects are used, as `Range.values`. */
export class MemberRecorder {
  readonly members = new Set<string>()
  private readonly wrapped = new WeakMap<object, object>()
  private readonly inner = new WeakMap<object, object>()

  /** Wraps a context. Records every read, write and call on it and on all objects obtained from it. */
  watch(context: Excel.RequestContext): Excel.RequestContext {
    return this.wrap(context)
  }

  private wrap<T>(value: T): T {
    if (typeof value !== 'object' || value === null || this.inner.has(value)) return value
    if (classOf(value) === undefined) return value
    const known = this.wrapped.get(value)
    if (known) return known as T
    const proxy = new Proxy(value, {
      get: (target, member) => {
        this.note(target, member)
        const result: unknown = Reflect.get(target, member, target)
        if (typeof result !== 'function') return this.wrap(result)
        return (...given: unknown[]) => {
          // `load({ values: true })` requests the named members, whether or not they are read afterwards.
          if (member === 'load') for (const name of Object.keys(given[0] ?? {})) this.note(target, name)
          return this.wrap(Reflect.apply(result, target, given.map(this.unwrap)))
        }
      },
      set: (target, member, given) => {
        this.note(target, member)
        return Reflect.set(target, member, this.unwrap(given), target)
      },
    })
    this.wrapped.set(value, proxy)
    this.inner.set(proxy, value)
    return proxy
  }

  private readonly unwrap = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? (this.inner.get(value) ?? value) : value

  private note(target: object, member: string | symbol): void {
    if (typeof member !== 'string' || member.startsWith('_') || EVERYWHERE.has(member)) return
    this.members.add(`${classOf(target)}.${member}`)
  }
}

/** Members that every object of the library has; they never reach Excel. */
const EVERYWHERE = new Set([
  'load',
  'sync',
  'context',
  'isNullObject',
  'toJSON',
  'track',
  'untrack',
  'constructor',
  'then',
])

function classOf(value: object): string | undefined {
  if ('workbook' in value && 'sync' in value) return 'RequestContext'
  const name: unknown = '_className' in value ? value._className : undefined
  // The library calls one of them `FunctionResult<T>`.
  if (typeof name === 'string' && name !== '') return name.replace('<T>', '')
  // Event handlers have no class name in the library.
  return 'add' in value && 'remove' in value && '_eventInfo' in value ? 'EventHandlers' : undefined
}
