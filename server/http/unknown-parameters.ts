import leven from 'leven'
import { z } from 'zod'
import type { FieldProblem } from '../../shared/problem'

/** Names at most this far apart, in letters to change, add or leave out, may be a slip of the hand. */
const NEAR = 3

/**
 * The parameters of a query that a call doesn't have, each with the nearest one that it has. A parameter that
 * is passed over would look as if it had been applied.
 *
 * @param known the query that the call's contract describes
 */
export function unknownParameters(
  query: Readonly<Record<string, unknown>>,
  known: z.ZodType | undefined,
): FieldProblem[] {
  const names = known instanceof z.ZodObject ? Object.keys(known.shape) : []
  return Object.keys(query)
    .filter((name) => !names.includes(name))
    .map((name) => ({ path: name.slice(0, 100), message: messageOf(nearest(name, names), names) }))
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const lower = name.slice(0, 100).toLowerCase()
  const [first] = names
    .map((one) => ({ one, distance: leven(lower, one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= NEAR && distance < one.length)
    .sort((a, b) => a.distance - b.distance)
  return first?.one
}

function messageOf(near: string | undefined, names: readonly string[]): string {
  if (near !== undefined) return `is not a parameter of this call (did you mean ${near}?)`
  return names.length > 0
    ? `is not a parameter of this call, which has ${names.join(', ')}`
    : 'is not a parameter of this call, which has none'
}
