import { HostObject, HostType } from './host-type'

/** A range knows its sheet, and a sheet makes ranges: this breaks the circle. */
export function worksheetReference(id: string): HostObject {
  return new HostObject(HostType.all.get('Worksheet')!, { id })
}
