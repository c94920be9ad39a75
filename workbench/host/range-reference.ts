import type { RangeTarget } from './addresses'
import { HostObject, HostType } from './host-type'

/** A conditional format knows its range, and a range its conditional formats: this breaks the circle. */
export function rangeReference(target: RangeTarget): HostObject {
  return new HostObject(HostType.all.get('Range')!, target)
}
