import { notImplemented } from './errors'
import type { Host } from './host'
import type { HostObject } from './host-type'

type Answer = Record<string, unknown>

/**
 * The properties that an add-in loads, in the shape that the client expects: names begin with a capital,
 * properties of nested objects (`format/fill/color`) are nested, and a collection has its items in `_Items`.
 */
export async function queryValue(object: HostObject, select: readonly string[], host: Host): Promise<Answer> {
  const paths = select
    .flatMap((path) => path.split(',').map((part) => part.trim()))
    .filter((path) => path !== '')
  const { members } = object
  if (members.items) {
    // The collection has its own properties; all other paths are loaded from each item.
    const own = paths.filter((path) => members.properties?.[path])
    const items: Answer[] = []
    const ofItems = paths.filter((path) => !own.includes(path)).map((path) => path.replace(/^items\/?/, ''))
    for (const item of members.items(object.target, host)) {
      items.push({
        ...item.members.identity?.(item.target, host),
        ...(await queryValue(item, ofItems, host)),
      })
    }
    return { ...(own.length > 0 ? await properties(object, own, host) : {}), _Items: items }
  }
  return properties(object, paths, host)
}

async function properties(object: HostObject, paths: readonly string[], host: Host): Promise<Answer> {
  const answer: Answer = {}
  const nested = new Map<string, string[]>()
  const names = paths.length === 0 || paths.some(isEverything) ? scalarNames(object) : []
  for (const path of [...names, ...paths]) {
    if (isEverything(path) || isNothing(path)) continue
    const slash = path.indexOf('/')
    if (slash < 0) await property(object, path, answer, nested, host)
    else {
      const name = path.slice(0, slash)
      nested.set(name, [...(nested.get(name) ?? []), path.slice(slash + 1)])
    }
  }
  for (const [name, rest] of nested) {
    const child = object.members.objects?.[name]
    if (!child) throw notImplemented(`${object.type.name}.${name}`)
    const inner = child(object.target, host)
    answer[wireName(name)] = inner
      ? await queryValue(
          inner,
          rest.filter((path) => path !== ''),
          host,
        )
      : null
  }
  return answer
}

/** Microsoft recommends the last name for loading an object without its properties. */
const isNothing = (path: string) => path === '' || path === '$none' || path === 'NoPropertiesNeeded'
const isEverything = (path: string) => path === '$all' || path === '*'

async function property(
  object: HostObject,
  name: string,
  answer: Answer,
  nested: Map<string, string[]>,
  host: Host,
): Promise<void> {
  const found = object.members.properties?.[name]
  if (found?.get) answer[wireName(name)] = await found.get(object.target, host)
  else if (object.members.objects?.[name]) nested.set(name, nested.get(name) ?? [])
  else throw notImplemented(`${object.type.name}.${name}`)
}

function scalarNames(object: HostObject): string[] {
  return Object.entries(object.members.properties ?? {})
    .filter(([, property]) => property.get)
    .map(([name]) => name)
}

function wireName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
