import { type HostMembers, type HostObject, HostType } from './host-type'
import type { Bag } from './sheet-state'

export interface BagShape {
  type: string
  /** With the values that Excel gives a new object. */
  values?: Record<string, unknown>
  parts?: Record<string, BagShape>
  more?: HostMembers<Bag>
}

/** A type whose objects keep what they are told, and its parts likewise. */
export function bagType({ type, values = {}, parts = {}, more = {} }: BagShape): HostType<Bag> {
  const types = Object.fromEntries(Object.entries(parts).map(([name, shape]) => [name, bagType(shape)]))
  return new HostType<Bag>(
    type,
    {
      ...more,
      properties: {
        ...Object.fromEntries(
          Object.entries(values).map(([name, initial]) => [
            name,
            {
              get: (bag: Bag) => bag[name] ?? initial,
              set: (bag: Bag, value: unknown) => {
                bag[name] = value
              },
            },
          ]),
        ),
        ...more.properties,
      },
      objects: {
        ...Object.fromEntries(
          Object.entries(types).map(([name, part]) => [
            name,
            (bag: Bag): HostObject => part.of(within(bag, name)),
          ]),
        ),
        ...more.objects,
      },
    },
    // The same shape may be part of many others.
    HostType.all.has(type),
  )
}

/** The bag of a part; it is there from the first use on. */
export function within(bag: Bag, name: string): Bag {
  bag[name] ??= {}
  return bag[name] as Bag
}
