import type { Host } from './host'

/** A property of a host object; without `set` it is read-only, without `get` write-only. */
export interface HostProperty<T> {
  get?(target: T, host: Host): unknown
  set?(target: T, value: unknown, host: Host): void | Promise<void>
}

/** Names are written as an add-in writes them (`numberFormat`); on the wire they begin with a capital. */
export interface HostMembers<T> {
  properties?: Record<string, HostProperty<T>>
  /** Properties that are objects themselves. `null` is a null object. */
  objects?: Record<string, (target: T, host: Host) => HostObject | null>
  /**
   * Returns a `HostObject` or null where Office.js returns an object, and a value where it returns a value.
   */
  methods?: Record<string, (target: T, args: readonly unknown[], host: Host) => unknown>
  /** What the client needs to find the object again: `Id`, `Key`, … */
  identity?(target: T, host: Host): Record<string, unknown>
  /** Ranges have no id: the client holds them by a reference id. */
  referenced?: boolean
  /** Of a collection. */
  items?(target: T, host: Host): HostObject[]
  item?(target: T, key: unknown, host: Host): HostObject
}

export class HostType<T> {
  static readonly all = new Map<string, HostType<never>>()
  /** @param derived made of another type of this name, which is the one to be found by it */
  constructor(
    readonly name: string,
    readonly members: HostMembers<T>,
    derived = false,
  ) {
    if (!derived) HostType.all.set(name, this as HostType<never>)
  }

  of(target: T): HostObject {
    return new HostObject(this as HostType<never>, target)
  }
}

export class HostObject {
  referenceId: string | undefined
  constructor(
    readonly type: HostType<never>,
    readonly target: unknown,
  ) {}

  get members(): HostMembers<unknown> {
    return this.type.members as HostMembers<unknown>
  }
}

/** All members that an add-in may use here, such as `Range.values`, sorted. */
export function implementedMembers(): string[] {
  // The client derives these from the workbook.
  const names = ['RequestContext.workbook', 'RequestContext.application', 'RequestContext.runtime']
  for (const [type, { members }] of HostType.all) {
    for (const group of [members.properties, members.objects, members.methods]) {
      for (const name of Object.keys(group ?? {})) {
        if (!name.startsWith('_')) names.push(`${type}.${name}`)
        else names.push(...(EVENT_OF_REGISTRATION[name] ?? []).map((event) => `${type}.${event}`))
      }
    }
    if (members.items) names.push(`${type}.items`)
    if (members.item) names.push(`${type}.getItem`)
  }
  return [...new Set(names)].sort()
}

const EVENT_OF_REGISTRATION: Record<string, string[]> = {
  _RegisterDataChangedEvent: ['onChanged'],
  _RegisterSelectionChangedEvent: ['onSelectionChanged'],
  _RegisterSingleClickedEvent: ['onSingleClicked'],
  _RegisterRowSortedEvent: ['onRowSorted'],
  _RegisterColumnSortedEvent: ['onColumnSorted'],
  _RegisterCalculatedEvent: ['onCalculated'],
  _RegisterFormatChangedEvent: ['onFormatChanged'],
  _RegisterFormulaChangedEvent: ['onFormulaChanged'],
  _RegisterRowHiddenChangedEvent: ['onRowHiddenChanged'],
  _RegisterEventMoved: ['onMoved'],
  _RegisterChangedEvent: ['onChanged'],
  _RegisterActivatedEvent: ['onActivated'],
  _RegisterDeactivatedEvent: ['onDeactivated'],
  _RegisterAddedEvent: ['onAdded'],
  _RegisterDeletedEvent: ['onDeleted'],
  _RegisterProtectionChangedEvent: ['onProtectionChanged'],
  _RegisterEventNameChanged: ['onNameChanged'],
  _RegisterEventVisibilityChanged: ['onVisibilityChanged'],
}
