import { describe, expect, it } from 'vitest'
import { CallFailure } from '../../addin/api/client'
import type { Desk } from '../../addin/desk/desk'
import type { Attachment } from '../../addin/media-mix/attachment'
import { pushAccepted } from '../../addin/media-mix/push-changes'
import { RefusedFields } from '../../addin/media-mix/sync/refused-fields'
import type { RowChange } from '../../shared/contract/campaigns'

/** A service that refuses these values. */
function pushedTo(refuses: (value: unknown) => boolean, changes: RowChange[]) {
  const requests: RowChange[][] = []
  const call = async (_: unknown, { body }: { body: { changes: RowChange[] } }) => {
    requests.push(body.changes)
    const errors = body.changes.flatMap(({ fields }, i) =>
      Object.entries(fields ?? {})
        .filter(([, value]) => refuses(value))
        .map(([field]) => ({ path: `changes.${i}.fields.${field}`, message: 'no' })),
    )
    if (errors.length > 0) throw new CallFailure('VALIDATION_FAILED', 'no', { errors })
    const conflicts = body.changes.length > 0 ? [{ unitId: body.changes[0]!.unitId }] : []
    return { revision: requests.length, applied: body.changes.length, conflicts, rows: [] }
  }
  const here = { campaignId: 'c', base: { revision: 1 }, refused: new RefusedFields() }
  const desk = { api: { call } } as unknown as Desk
  return { requests, pushed: pushAccepted(desk, here as unknown as Attachment, changes) }
}

const put = (unitId: string, fields: RowChange['fields'], version?: number): RowChange => ({
  op: 'put',
  unitId,
  fields,
  ...(version === undefined ? {} : { version }),
})

describe('pushing changes', () => {
  it('takes several requests for more than one may have, each without what is refused', async () => {
    const all = Array.from({ length: 4_500 }, (_, i) => put(`u${i}`, { amount: i, creative: 'x' }, 1))
    const { requests, pushed } = pushedTo((value) => value === 2_500, all)
    const { answer, changes } = await pushed
    expect(requests.map(({ length }) => length)).toEqual([2_000, 2_000, 2_000, 500])
    expect(answer.conflicts.map(({ unitId }) => unitId)).toEqual(['u0', 'u2000', 'u4000'])
    expect(answer.revision).toBe(4)
    expect(changes).toHaveLength(4_500)
    expect(changes[2_500]!.fields).toEqual({ creative: 'x' })
  })

  it('leaves out a new row that lacks a value, and a change of which nothing is left', async () => {
    const { pushed } = pushedTo(
      (value) => value === 'no',
      [
        put('new', { productCode: 'no', amount: 1 }),
        put('known', { creative: 'no' }, 1),
        put('dates', { startDate: 'no', endDate: '2026-12-31', amount: 3 }, 1),
      ],
    )
    expect((await pushed).changes).toEqual([put('dates', { amount: 3 }, 1)])
  })

  it('passes on a failure that is not about a field', async () => {
    const { pushed } = pushedTo(() => false, [])
    await expect(pushed).resolves.toBeDefined()
    const call = async () => Promise.reject(new CallFailure('UNAVAILABLE', 'later'))
    const desk = { api: { call } } as unknown as Desk
    const here = { base: { revision: 1 }, refused: new RefusedFields() } as unknown as Attachment
    await expect(pushAccepted(desk, here, [put('a', { amount: 1 }, 1)])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    })
  })
})
