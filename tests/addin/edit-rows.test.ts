import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moved } from '../../addin/media-mix/edit-rows'

describe('moving chosen rows by one place', () => {
  const order = ['a', 'b', 'c', 'd']
  it.each([
    ['c', 'up', 'acbd'],
    ['b', 'down', 'acbd'],
    ['a', 'up', 'abcd'],
    ['ab', 'up', 'abcd'],
    ['cd', 'up', 'acdb'],
    ['ab', 'down', 'cabd'],
    ['bd', 'up', 'badc'],
    ['bd', 'down', 'acbd'],
  ] as const)('%s %s is %s', (chosen, direction, expected) => {
    expect(moved(order, new Set(chosen), direction).join('')).toBe(expected)
  })

  it('keeps all rows, and the order of the chosen and of the others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 })),
        fc.func(fc.boolean()),
        fc.constantFrom('up' as const, 'down' as const),
        (rows, isChosen, direction) => {
          const chosen = new Set(rows.filter((row) => isChosen(row)))
          const after = moved(rows, chosen, direction)
          const only = (all: readonly string[], of: boolean) => all.filter((row) => chosen.has(row) === of)
          expect(only(after, true)).toEqual(only(rows, true))
          expect(only(after, false)).toEqual(only(rows, false))
        },
      ),
    )
  })
})
