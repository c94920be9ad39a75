import { describe, expect, it } from 'vitest'
import { shownTargeting } from '../../addin/media-mix/push-typed-targeting'
import { retyped, typedTargeting } from '../../addin/media-mix/sync/typed-targeting'
import type { ProductView, TargetingGroupView } from '../../shared/contract/catalog'
import { cellErrorText } from '../../shared/sheets/media-mix/messages'
import type { ReadRow } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { samplePlan } from '../sheets/sample-plan'

const product = (code: string, targetingKind: ProductView['targetingKind']) =>
  ({ code, name: code, targetingKind }) as ProductView
const group = (code: string, name: string) => ({ code, name }) as TargetingGroupView
const PRODUCTS = [product('G', 'GROUP'), product('C', 'CONTENTS'), product('R', 'RANDOM')]
const GROUPS = [
  group('DRAMA', '드라마 2049'),
  group('SHOW', '예능'),
  group('OLD', '같은 이름'),
  group('NEW', '같은 이름'),
]
const SHOWN = new Map([['u1', '예능']])

const inCell = (targeting: string | null, productCode = 'G', unitId: string | null = 'u1') =>
  ({ row: 9, unitId, columns: new Map(), productCode, targeting, errors: [] }) as unknown as ReadRow
const taken = (row: ReadRow) => typedTargeting([row], SHOWN, PRODUCTS, GROUPS)

it('the targeting that a sheet showed is that of its rows, whatever their devices are called', () => {
  const plan = samplePlan()
  const rows = plan.rows.map((row) => ({ ...row, device: 'PC' }))
  const shown = shownTargeting(mediaMixSheet({ ...plan, rows }, { audience: 'planner' }))
  expect([...shown]).toEqual(rows.map(({ unitId, targeting }) => [unitId, targeting]))
})

describe('targeting typed into a MediaMix', () => {
  it('is what differs from what was shown, of rows that were there', () => {
    expect(retyped([inCell('예능'), inCell(null), inCell('드라마', 'G', null)], SHOWN)).toEqual([])
    expect(retyped([inCell('드라마')], SHOWN)).toHaveLength(1)
  })

  it.each([
    ['드라마 2049', ['DRAMA']],
    ['DRAMA', ['DRAMA']],
    ['드라마 2049, 예능', ['DRAMA', 'SHOW']],
    ['DRAMA,드라마 2049', ['DRAMA']],
    ['NEW', ['NEW']],
  ])('takes %s by name or code', (text, codes) => {
    const { changes, errors } = taken(inCell(text))
    expect(errors).toEqual([])
    expect(changes).toEqual([
      { unitId: 'u1', groups: codes.map((code) => ({ code, weight: 1, members: [] })) },
    ])
  })

  it.each([
    ['드라마', 'G', 'UNKNOWN_GROUP'],
    ['드라마 2049,', 'G', 'UNKNOWN_GROUP'],
    ['같은 이름', 'G', 'UNKNOWN_GROUP'],
    ['드라마 2049', 'C', 'TARGETING_IN_PANE'],
    ['드라마 2049', 'R', 'TARGETING_IN_PANE'],
  ])('refuses %s of a %s product with its cell and what to do', (text, code, error) => {
    const { changes, errors } = taken(inCell(text, code))
    expect(changes).toEqual([])
    expect(errors).toEqual([expect.objectContaining({ code: error, address: 'D9', field: 'targeting' })])
    expect(cellErrorText(errors[0]!, 'ko')).toMatch(/^D9 타겟팅: /)
  })
})
