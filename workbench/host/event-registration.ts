import { EVENT } from './event-channel'
import type { Host } from './host'

/** Events that a sheet has, and the collection for all sheets, by the names in the client's own methods. */
export const WORKSHEET_EVENTS = {
  DataChangedEvent: EVENT.changed,
  ActivatedEvent: EVENT.activated,
  DeactivatedEvent: EVENT.deactivated,
  SelectionChangedEvent: EVENT.selectionChanged,
  CalculatedEvent: EVENT.calculated,
  FormatChangedEvent: EVENT.formatChanged,
  FormulaChangedEvent: EVENT.formulaChanged,
  RowHiddenChangedEvent: EVENT.rowHiddenChanged,
  SingleClickedEvent: EVENT.singleClicked,
  RowSortedEvent: EVENT.rowSorted,
  ColumnSortedEvent: EVENT.columnSorted,
  ProtectionChangedEvent: EVENT.protectionChanged,
  EventNameChanged: EVENT.nameChanged,
  EventVisibilityChanged: EVENT.visibilityChanged,
}

type Methods<T> = Record<string, (target: T, args: readonly unknown[], host: Host) => unknown>

/** The client's own methods behind `onChanged.add` and similar calls. */
export function eventRegistration<T>(
  events: Readonly<Record<string, number>>,
  targetId: (target: T) => string,
): Methods<T> {
  const methods: Methods<T> = {}
  for (const [name, type] of Object.entries(events)) {
    methods[`_Register${name}`] = (target, _args, host) => {
      host.events.register(type, targetId(target))
      return null
    }
    methods[`_Unregister${name}`] = (target, _args, host) => {
      host.events.unregister(type, targetId(target))
      return null
    }
  }
  return methods
}
