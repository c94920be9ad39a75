import type { Host } from './host'
import { type HostMembers, type HostObject, type HostProperty, HostType } from './host-type'

/**
 * One object for several objects of a type: it returns what they have in common or else null, and passes on what it is
 * told.
 */
export function together(objects: readonly HostObject[]): HostObject {
  const [first] = objects
  if (!first) throw new RangeError('there is no object')
  const targets = objects.map(({ target }) => target)
  return typeTogether(first.type as unknown as HostType<unknown>).of(targets)
}

const known = new WeakMap<HostType<unknown>, HostType<unknown[]>>()

function typeTogether(type: HostType<unknown>): HostType<unknown[]> {
  const made = known.get(type) ?? new HostType<unknown[]>(type.name, membersTogether(type.members), true)
  known.set(type, made)
  return made
}

function membersTogether({ properties, objects, methods }: HostMembers<unknown>): HostMembers<unknown[]> {
  return {
    properties: mapped(properties, propertyTogether),
    objects: mapped(objects, (object) => (targets: unknown[], host: Host) => {
      const children = targets.flatMap((target) => object(target, host) ?? [])
      return children.length > 0 ? together(children) : null
    }),
    methods: mapped(methods, (method) => async (targets: unknown[], args: readonly unknown[], host: Host) => {
      for (const target of targets) await method(target, args, host)
      return null
    }),
  }
}

function propertyTogether({ get, set }: HostProperty<unknown>): HostProperty<unknown[]> {
  return {
    ...(get
      ? { get: async (targets: unknown[], host: Host) => common(targets, (target) => get(target, host)) }
      : {}),
    ...(set
      ? {
          set: async (targets: unknown[], value: unknown, host: Host) => {
            for (const target of targets) await set(target, value, host)
          },
        }
      : {}),
  }
}

async function common(targets: unknown[], read: (target: unknown) => unknown): Promise<unknown> {
  const first = await read(targets[0])
  for (const target of targets) if ((await read(target)) !== first) return null
  return first
}

function mapped<A, B>(record: Record<string, A> | undefined, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, change(value)]))
}
