import { HostObject, HostType } from './host-type'

/** Ranges and worksheets refer to each other: the lookup by name avoids an import cycle. */
export function worksheetReference(id: string): HostObject {
  return new HostObject(HostType.all.get('Worksheet')!, { id })
}
