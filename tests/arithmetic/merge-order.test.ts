import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestIncreasing } from '../../shared/longest-increasing'
import { mergeOrder } from '../../shared/merge-order'

describe('the order of rows', () => {
  // base, here, there, and the result
  it.each([
    ['unchanged', 'abc', 'abc', 'abc', 'abc'],
    ['changed in the sheet', 'abcd', 'dabc', 'abcd', 'dabc'],
    ['changed on the server', 'abcd', 'abcd', 'bcda', 'bcda'],
    ['changed on both to the same', 'abcd', 'dcba', 'dcba', 'dcba'],
    ['with different rows moved', 'abcdef', 'fabcde', 'acdbef', 'facdbe'],
    ['with a new row here', 'abc', 'axbc', 'abcx', 'axbc'],
    ['with a new row first here', 'abc', 'xabc', 'abcx', 'xabc'],
    ['with two new rows, one after the other', 'ab', 'axyb', 'abxy', 'axyb'],
    ['with a new row there', 'abc', 'cab', 'abyc', 'caby'],
    ['with a row deleted there', 'abc', 'cba', 'ab', 'ba'],
    ['of which the sheet shows only some', 'abc', 'cb', 'abc', 'acb'],
    ['of new rows in a new campaign', '', 'ba', 'ab', 'ba'],
    ['with a new row that another one has moved already', 'ab', 'xab', 'axb', 'xab'],
  ])('%s: %s, %s here, %s there → %s', (_, base, here, there, merged) => {
    const { order, conflicts } = mergeOrder([...base], [...here], [...there])
    expect([order.join(''), conflicts]).toEqual([merged, []])
  })

  it('is a conflict where both moved a row to different places; the other rows go where they were moved', () => {
    expect(mergeOrder([...'abcdef'], [...'fabcde'], [...'abfcde'])).toEqual({
      order: [...'abfcde'],
      moved: [],
      conflicts: ['f'],
    })
    expect(
      mergeOrder([...'abcdefgh'], [...'habcdefg'.replace('c', '')].concat('c'), [...'abhcdefg']),
    ).toEqual({
      order: [...'abhdefgc'],
      moved: ['c'],
      conflicts: ['h'],
    })
  })

  it('keeps all rows of the service and no others, and what one side alone moved', () => {
    const ids = Array.from({ length: 9 }, (_, i) => String(i))
    const some = fc.shuffledSubarray(ids, { minLength: 0 })
    fc.assert(
      fc.property(some, some, some, (base, local, remote) => {
        const { order, conflicts } = mergeOrder(base, local, remote)
        expect(order.toSorted()).toEqual(remote.toSorted())
        for (const id of conflicts) expect(remote).toContain(id)
        const all = [...base, ...ids.filter((id) => !base.includes(id))]
        const mine = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), 1)[0]!
        expect(mergeOrder(all, mine, all)).toMatchObject({ order: mine, conflicts: [] })
        expect(mergeOrder(all, all, mine)).toEqual({ order: mine, moved: [], conflicts: [] })
        expect(mergeOrder(all, mine, mine)).toEqual({ order: mine, moved: [], conflicts: [] })
      }),
    )
  })
})

describe('the longest part that kept its order', () => {
  it('is as long as a search of all parts finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 9 }), (values) => {
        const found = longestIncreasing(values).map((at) => values[at]!)
        expect(found.every((value, i) => i === 0 || value > found[i - 1]!)).toBe(true)
        let longest = 0
        for (let mask = 0; mask < 1 << values.length; mask++) {
          const part = values.filter((_, i) => mask & (1 << i))
          if (part.every((value, i) => i === 0 || value > part[i - 1]!))
            longest = Math.max(longest, part.length)
        }
        expect(found).toHaveLength(longest)
      }),
    )
  })
})
