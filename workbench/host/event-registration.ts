import { EVENT } from './event-channel'
import type { Host } from './host'

const EVENT_OF = {
  DataChangedEvent: EVENT.changed,
  ActivatedEvent: EVENT.activated,
  DeactivatedEvent: EVENT.deactivated,
  AddedEvent: EVENT.added,
  DeletedEvent: EVENT.deleted,
  SelectionChangedEvent: EVENT.selectionChanged,
  RowSortedEvent: EVENT.rowSorted,
  ColumnSortedEvent: EVENT.columnSorted,
  SingleClickedEvent: EVENT.singleClicked,
  ProtectionChangedEvent: EVENT.protectionChanged,
  EventNameChanged: EVENT.nameChanged,
  EventVisibilityChanged: EVENT.visibilityChanged,
} as const

/** The client's own methods behind `onChanged.add` and similar calls. */
export function eventRegistration<T>(
  events: readonly (keyof typeof EVENT_OF)[],
  targetId: (target: T) => string,
): Record<string, (target: T, args: readonly unknown[], host: Host) => unknown> {
  const methods: Record<string, (target: T, args: readonly unknown[], host: Host) => unknown> = {}
  for (const event of events) {
    methods[`_Register${event}`] = (target, _args, host) => {
      host.events.register(EVENT_OF[event], targetId(target))
      return null
    }
    methods[`_Unregister${event}`] = (target, _args, host) => {
      host.events.unregister(EVENT_OF[event], targetId(target))
      return null
    }
  }
  return methods
}
