import type { RangeTarget } from './addresses'
import { invalidArgument, itemNotFound } from './errors'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'
import { otherRange } from './other-range'
import { rangeReference } from './range-reference'
import { selectedRange } from './selection'
import type { BindingState } from './sheet-state'
import { tableReferenceAt } from './tables'

interface BindingTarget {
  id: string
}

function bindingOf(host: Host, { id }: BindingTarget): BindingState {
  const binding = host.state.bindings.get(id)
  if (!binding) throw itemNotFound(`binding ${id}`)
  return binding
}

const bindingType = new HostType<BindingTarget>('Binding', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }) => id },
    type: { get: (target, host) => bindingOf(host, target).type },
  },
  methods: {
    getRange: (target, _args, host) => rangeReference(bindingOf(host, target).range),
    getTable: (target, _args, host) => tableReferenceAt(host, bindingOf(host, target).range),
    delete: ({ id }, _args, host) => {
      host.state.bindings.delete(id)
      return null
    },
  },
})

/** Ranges that an add-in gave a name of its own. Their events aren't delivered here. */
export const bindingsType = new HostType<Host>('BindingCollection', {
  properties: { count: { get: (host) => host.state.bindings.size } },
  items: (host) => [...host.state.bindings.keys()].map((id) => bindingType.of({ id })),
  item: (host, id) => {
    bindingOf(host, { id: String(id) })
    return bindingType.of({ id: String(id) })
  },
  methods: {
    getCount: (host) => host.state.bindings.size,
    getItemOrNullObject: (host, [id]) =>
      host.state.bindings.has(String(id)) ? bindingType.of({ id: String(id) }) : null,
    getItemAt: (host, [index]) => {
      const id = [...host.state.bindings.keys()][Number(index)]
      if (id === undefined) throw itemNotFound(`binding ${index}`)
      return bindingType.of({ id })
    },
    add: (host, [range, type, id]) =>
      addBinding(
        host,
        otherRange(host, host.wholeSheet(host.workbook.getActiveSheet().getSheetId()), range),
        type,
        id,
      ),
    addFromSelection: (host, [type, id]) => addBinding(host, selectedRange(host), type, id),
  },
})

function addBinding(host: Host, range: RangeTarget, type: unknown, id: unknown): HostObject {
  if (type !== 'Range' && type !== 'Table' && type !== 'Text') throw invalidArgument(`binding ${type}`)
  host.state.bindings.set(String(id), { type, range })
  return bindingType.of({ id: String(id) })
}
