import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldValue, mergeFields } from '../../shared/merge'

describe('a field', () => {
  // base, local, remote, and the resulting value of the field on the server
  it.each<[string, FieldValue, FieldValue, FieldValue, FieldValue | 'conflict']>([
    ['unchanged', 'a', 'a', 'a', 'a'],
    ['changed in the sheet', 'a', 'b', 'a', 'b'],
    ['changed on the server', 'a', 'a', 'b', 'b'],
    ['changed on both to the same', 'a', 'b', 'b', 'b'],
    ['changed on both differently', 'a', 'b', 'c', 'conflict'],
    ['emptied in the sheet', 'a', null, 'a', null],
    ['emptied on the server', 'a', 'a', null, null],
    ['emptied on both', 'a', null, null, null],
    ['emptied in the sheet and changed on the server', 'a', null, 'c', 'conflict'],
    ['changed in the sheet and emptied on the server', 'a', 'b', null, 'conflict'],
    ['filled in the sheet', null, 'b', null, 'b'],
    ['filled on both differently', null, 'b', 'c', 'conflict'],
    ['set to zero', 5, 0, 5, 0],
    ['set to zero on both', 5, 0, 0, 0],
    ['set from zero on both differently', 0, 1, 2, 'conflict'],
    ['switched off', true, false, true, false],
    ['turned from a number into the same digits as text', 5, '5', 5, '5'],
    ['a number here and the same digits as text there', null, '5', 5, 'conflict'],
    ['emptied to text here and to nothing there', 'a', '', null, 'conflict'],
    ['false here and zero there', 'a', false, 0, 'conflict'],
  ])('%s: %j, %j here, %j there → %j', (_, base, local, remote, outcome) => {
    const merged = mergeFields({ amount: base }, { amount: local }, { amount: remote })
    if (outcome === 'conflict') {
      expect(merged).toEqual({ take: {}, conflicts: [{ field: 'amount', base, local, remote }] })
    } else {
      expect(merged.conflicts).toEqual([])
      expect({ amount: remote, ...merged.take }).toEqual({ amount: outcome })
    }
  })

  it('without a base is a conflict unless both sides agree: nothing is overwritten silently', () => {
    expect(mergeFields({}, { device: 'PC' }, { device: 'MOBILE' })).toEqual({
      take: {},
      conflicts: [{ field: 'device', base: undefined, local: 'PC', remote: 'MOBILE' }],
    })
    expect(mergeFields({}, { device: 'PC' }, { device: null })).toEqual({
      take: {},
      conflicts: [{ field: 'device', base: undefined, local: 'PC', remote: null }],
    })
    expect(mergeFields({}, { device: 'PC' }, { device: 'PC' })).toEqual({ take: {}, conflicts: [] })
  })

  it('that the sheet does not send keeps what the server has', () => {
    const remote = { amount: 2, device: 'PC' }
    expect(mergeFields({ amount: 1, device: 'TV' }, { amount: 1 }, remote)).toEqual({
      take: {},
      conflicts: [],
    })
  })

  it('that the server already has is not written again', () => {
    expect(mergeFields({ amount: 1 }, { amount: 2 }, { amount: 2 }).take).toEqual({})
  })

  it('is merged on its own: one conflict does not hold back the others', () => {
    expect(
      mergeFields(
        { amount: 1, device: 'PC', creative: '15s' },
        { amount: 2, device: 'TV', creative: '15s' },
        { amount: 3, device: 'PC', creative: '30s' },
      ),
    ).toEqual({ take: { device: 'TV' }, conflicts: [{ field: 'amount', base: 1, local: 2, remote: 3 }] })
  })
})

describe('a row', () => {
  const FIELDS = ['amount', 'device', 'creative', 'startDate'] as const
  type Row = Record<(typeof FIELDS)[number], FieldValue>
  const value = fc.constantFrom<FieldValue>('', 'a', 'b', '0', 0, 1, true, false, null)
  const row: fc.Arbitrary<Row> = fc.record({
    amount: value,
    device: value,
    creative: value,
    startDate: value,
  })
  const part: fc.Arbitrary<Partial<Row>> = fc.record(
    { amount: value, device: value, creative: value, startDate: value },
    { requiredKeys: [] },
  )

  it('takes, keeps or contests each field as the three values say', () => {
    fc.assert(
      fc.property(part, part, row, (base, local, remote) => {
        const { take, conflicts } = mergeFields(base, local, remote)
        for (const field of FIELDS) {
          const sent = field in local
          const here = sent && !(field in base && local[field] === base[field])
          const there = !(field in base && remote[field] === base[field])
          const same = local[field] === remote[field]
          const contested = here && there && !same
          expect(conflicts.filter((conflict) => conflict.field === field)).toEqual(
            contested ? [{ field, base: base[field], local: local[field], remote: remote[field] }] : [],
          )
          if (!contested) expect({ ...remote, ...take }[field]).toBe(here ? local[field] : remote[field])
          else expect(field in take).toBe(false)
        }
      }),
      { numRuns: 800 },
    )
  })

  it('agrees on both sides once the merge is applied and the conflicts are resolved either way', () => {
    fc.assert(
      fc.property(row, row, row, fc.boolean(), (base, local, remote, keepMine) => {
        const { take, conflicts } = mergeFields(base, local, remote)
        const server: Row = { ...remote, ...take }
        for (const { field, local: mine } of conflicts) if (keepMine) server[field as keyof Row] = mine
        expect(mergeFields(server, server, server)).toEqual({ take: {}, conflicts: [] })
        // With the server's row as the base, the same sheet changes nothing that was taken.
        const again = mergeFields(server, { ...server, ...take }, server)
        expect(again).toEqual({ take: {}, conflicts: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('has the same conflicts, mirrored, when the sides are exchanged', () => {
    fc.assert(
      fc.property(row, row, row, (base, local, remote) => {
        const there = mergeFields(base, local, remote)
        const back = mergeFields(base, remote, local)
        expect(back.conflicts).toEqual(
          there.conflicts.map(({ field, base: was, local: mine, remote: theirs }) => ({
            field,
            base: was,
            local: theirs,
            remote: mine,
          })),
        )
        for (const field of FIELDS) {
          if (there.conflicts.some((conflict) => conflict.field === field)) continue
          expect({ ...remote, ...there.take }[field]).toBe({ ...local, ...back.take }[field])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('that only one side touched comes out as that side has it', () => {
    fc.assert(
      fc.property(row, row, (base, changed) => {
        const mine = mergeFields(base, changed, base)
        expect({ ...base, ...mine.take }).toEqual(changed)
        expect(mine.conflicts).toEqual([])
        expect(mergeFields(base, base, changed)).toEqual({ take: {}, conflicts: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('leaves its three versions as they were', () => {
    const base = Object.freeze({ amount: 1 as FieldValue })
    const local = Object.freeze({ amount: 2 as FieldValue })
    const remote = Object.freeze({ amount: 3 as FieldValue })
    mergeFields(base, local, remote)
    expect([base, local, remote]).toEqual([{ amount: 1 }, { amount: 2 }, { amount: 3 }])
  })
})
