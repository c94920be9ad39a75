import type { RangeTarget } from './addresses'
import { HostObject, HostType } from './host-type'

/** Ranges and conditional formats refer to each other: the lookup by name avoids an import cycle. */
export function rangeReference(target: RangeTarget): HostObject {
  return new HostObject(HostType.all.get('Range')!, target)
}
