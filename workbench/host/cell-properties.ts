import type { RangeTarget } from './addresses'
import { invalidArgument, notImplemented } from './errors'
import type { Host } from './host'
import type { HostObject } from './host-type'
import { queryValue } from './query'
import { rangeReference } from './range-reference'

type Tree = { [name: string]: unknown }
/** What of a range each entry of the two-dimensional list stands for. */
export type Part = 'cell' | 'row' | 'column'

/** Writes properties to each cell, row or column of a range: `{ format: { fill: { color } } }`. */
export async function setProperties(
  host: Host,
  target: RangeTarget,
  part: Part,
  data: unknown,
): Promise<null> {
  const lines = partsOf(target, part)
  const entries = part === 'cell' ? (data as Tree[][]) : (data as Tree[]).map((entry) => [entry])
  if (
    !Array.isArray(data) ||
    entries.length !== lines.length ||
    entries.some((line, i) => line.length !== lines[i]!.length)
  ) {
    throw invalidArgument("the properties' rows and columns must match the range's")
  }
  for (const [row, line] of entries.entries()) {
    for (const [column, tree] of line.entries()) {
      await write(host, rangeReference(lines[row]![column]!), tree)
    }
  }
  return null
}

async function write(host: Host, object: HostObject, tree: Tree): Promise<void> {
  for (const [name, value] of Object.entries(tree)) {
    if (value === undefined) continue
    const property = object.members.properties?.[name]
    const child = object.members.objects?.[name]?.(object.target, host)
    if (property?.set) await property.set(object.target, value, host)
    else if (name === 'borders' && child) await writeBorders(host, child, value as Tree)
    else if (child) await write(host, child, value as Tree)
    else throw notImplemented(`${object.type.name}.${name}`)
  }
}

/** `borders` names the edges `bottom`, `left` and so on. */
async function writeBorders(host: Host, borders: HostObject, edges: Tree): Promise<void> {
  for (const [name, edge] of Object.entries(edges)) {
    const side = name.charAt(0).toUpperCase() + name.slice(1)
    const item = side.startsWith('Diagonal') || side.startsWith('Inside') ? side : `Edge${side}`
    const border = borders.members.item?.(borders.target, item, host)
    if (border) await write(host, border, edge as Tree)
  }
}

/** Reads the properties that `options` marks as true, of each cell, row or column. */
export async function getProperties(
  host: Host,
  target: RangeTarget,
  part: Part,
  options: unknown,
): Promise<unknown> {
  const paths = pathsOf(options as Tree)
  const read = await Promise.all(
    partsOf(target, part).map((line) =>
      Promise.all(
        line.map(async (range) => camelCased(await queryValue(rangeReference(range), paths, host))),
      ),
    ),
  )
  return part === 'cell' ? read : read.map(([only]) => only)
}

function pathsOf(options: Tree, before = ''): string[] {
  return Object.entries(options ?? {}).flatMap(([name, value]) => {
    if (value === true) return [`${before}${name}`]
    return typeof value === 'object' && value !== null ? pathsOf(value as Tree, `${before}${name}/`) : []
  })
}

/** The client passes this answer on as it is, so its names begin with small letters. */
function camelCased(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.startsWith('_'))
      .map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), camelCased(inner)]),
  )
}

function partsOf(target: RangeTarget, part: Part): RangeTarget[][] {
  const { top, left, bottom, right } = target
  const rows = Array.from({ length: bottom - top + 1 }, (_, i) => top + i)
  const columns = Array.from({ length: right - left + 1 }, (_, i) => left + i)
  if (part === 'row') return rows.map((row) => [{ ...target, top: row, bottom: row }])
  if (part === 'column') return columns.map((column) => [{ ...target, left: column, right: column }])
  return rows.map((row) =>
    columns.map((column) => ({ ...target, top: row, bottom: row, left: column, right: column })),
  )
}
