import { describe, expect, it } from 'vitest'
import { shownTargeting } from '../../addin/media-mix/push-typed-targeting'
import { retyped, type TargetingSources, typedTargeting } from '../../addin/media-mix/sync/typed-targeting'
import type { ProductView, TargetingGroupView } from '../../shared/contract/catalog'
import { cellErrorText } from '../../shared/sheets/media-mix/messages'
import type { ReadRow } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { samplePlan } from '../sheets/sample-plan'

const product = (code: string, targetingKind: ProductView['targetingKind']) =>
  ({ code, name: code, targetingKind }) as ProductView
const group = (code: string, name: string) => ({ code, name }) as TargetingGroupView
const PRODUCTS = [product('G', 'GROUP'), product('C', 'CONTENTS'), product('R', 'RANDOM')]
const CATALOGUE = [
  group('DRAMA', '드라마 2049'),
  group('SHOW', '예능'),
  group('OLD', '같은 이름'),
  group('NEW', '같은 이름'),
]
const SHOWN = new Map([['u1', '예능']])

const inCell = (targeting: string | null, productCode = 'G', unitId: string | null = 'u1') =>
  ({ row: 9, unitId, columns: new Map(), productCode, targeting, errors: [] }) as unknown as ReadRow

type Groups = TargetingSources['current'] extends ReadonlyMap<string, { groups: infer G }> ? G : never
const chosen = (code: string, name: string, weight = 1, more = {}) => ({
  code,
  name,
  weight,
  members: [],
  ...more,
})
const contents = (...metaIds: string[]): Groups => [
  { weight: 1, members: metaIds.map((metaId) => ({ metaId, weight: 100 })) },
]

/** @param current the targeting of other rows */
const taken = (row: ReadRow, current: Groups[] = [], earlier: Groups[] = []) =>
  typedTargeting(retyped([row], SHOWN), {
    products: PRODUCTS,
    catalogue: CATALOGUE,
    current: new Map(current.map((groups, i) => [`other${i}`, { groups }])),
    earlier: new Map([['u1', earlier]]),
  })

it('the targeting that a sheet showed is that of its rows, whatever their devices are called', () => {
  const plan = samplePlan()
  const rows = plan.rows.map((row) => ({ ...row, device: 'PC' }))
  const shown = shownTargeting(mediaMixSheet({ ...plan, rows }, { audience: 'planner' }))
  expect([...shown]).toEqual(rows.map(({ unitId, targeting }) => [unitId, targeting]))
})

describe('targeting typed into a MediaMix', () => {
  it('is what differs from what was shown', () => {
    expect(retyped([inCell('예능'), inCell(null), inCell('드라마', 'G', null)], SHOWN)).toEqual([])
    expect(retyped([inCell('드라마')], SHOWN)).toHaveLength(1)
  })

  it('is any text of a new row that has its key', () => {
    expect(retyped([inCell('드라마', 'G', 'new'), inCell('', 'G', 'newer')], SHOWN)).toHaveLength(1)
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

describe('a text that the sheet shows for a targeting', () => {
  const two: Groups = [chosen('SHOW', '예능', 3), chosen('DRAMA', '드라마 2049', 2)]
  const otherTwo: Groups = [chosen('SHOW', '예능', 3), chosen('NEW', '같은 이름', 2)]
  const groupsTaken = (...args: Parameters<typeof taken>) => {
    const { changes, errors } = taken(...args)
    expect(errors).toEqual([])
    return changes.map(({ groups }) => groups)
  }
  const refusal = (...args: Parameters<typeof taken>) => {
    const { changes, errors } = taken(...args)
    expect(changes).toEqual([])
    return errors.map(({ code }) => code)
  }

  it.each(['예능 외 1', '예능 and 1 more'])('means it when it is copied from another row: %s', (text) => {
    expect(groupsTaken(inCell(text), [two])).toEqual([two])
    // Several rows with the same targeting are no question.
    expect(groupsTaken(inCell(text), [two, [...two]])).toEqual([two])
  })

  it('means what the row had, when an undo brings it back', () => {
    expect(groupsTaken(inCell('예능 외 1'), [], [otherTwo, two, contents('p1')])).toEqual([two])
  })

  it('is copied between rows with contents chosen in the pane', () => {
    const three = contents('p1', 'p2', 'p3')
    expect(groupsTaken(inCell('콘텐츠 3개', 'C'), [three, contents('p1')])).toEqual([three])
  })

  it('is copied between rows without targeting of their own', () => {
    expect(groupsTaken(inCell('랜덤', 'R'))).toEqual([[]])
  })

  it('keeps weights, platforms and owner ratios, which a typed name doesn’t have', () => {
    const special = [chosen('DRAMA', '드라마 2049', 5, { ownerRatios: [{ owner: 'A', ratio: 1 }] })]
    expect(refusal(inCell('드라마 2049'), [special])).toEqual(['AMBIGUOUS_TARGETING'])
    expect(groupsTaken(inCell('DRAMA'), [special])).toEqual([[{ code: 'DRAMA', weight: 1, members: [] }]])
  })

  it('takes a single group alike, whatever its weight', () => {
    expect(groupsTaken(inCell('드라마 2049'), [[chosen('DRAMA', '드라마 2049', 5)]])).toHaveLength(1)
  })

  it('is refused when several targetings are shown like this', () => {
    expect(refusal(inCell('예능 외 1'), [two, otherTwo])).toEqual(['AMBIGUOUS_TARGETING'])
    expect(refusal(inCell('예능 외 1'), [two], [otherTwo])).toEqual(['AMBIGUOUS_TARGETING'])
    expect(refusal(inCell('콘텐츠 1개', 'C'), [contents('p1'), contents('p2')])).toEqual([
      'AMBIGUOUS_TARGETING',
    ])
  })

  it('is refused for a product that is targeted in another way', () => {
    expect(refusal(inCell('예능 외 1', 'C'), [two])).toEqual(['TARGETING_IN_PANE'])
    expect(refusal(inCell('콘텐츠 1개', 'G'), [contents('p1')])).toEqual(['UNKNOWN_GROUP'])
  })
})
