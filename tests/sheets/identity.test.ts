import { describe, expect, it } from 'vitest'
import {
  findKeyColumn,
  identityToken,
  parseIdentityToken,
  parseRowKey,
  readIdentity,
} from '../../shared/sheets/identity'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { proposal } from '../../shared/sheets/proposal/proposal'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { gridOf } from './layout-grid'
import { samplePlan } from './sample-plan'

const identity = { campaignId: '5f2c8a34-7b1d-4e0f-8a6b-1c9d3e5f7a90', revision: 12 }

describe('the identity of a workbook', () => {
  it('survives its way through a text', () => {
    expect(parseIdentityToken(identityToken(identity))).toEqual(identity)
  })

  it.each([
    '',
    'flightsheet:1:x:abc',
    'flightsheet:2:1:abc',
    'flightsheet:1:1:',
    'flightsheet:1:1:a b',
    12,
    null,
    undefined,
  ])('is not %j', (value) => {
    expect(parseIdentityToken(value)).toBeUndefined()
  })

  it('refuses an id that is more than an id', () => {
    expect(() => identityToken({ campaignId: '=1+1', revision: 1 })).toThrow(RangeError)
  })

  it('is found in each place alone', () => {
    const { sheets, properties } = proposal({ plan: samplePlan() }, { audience: 'client' })
    const found = { kind: 'found', identity }
    expect(readIdentity({ sheets: [gridOf(sheets[0]!)] })).toEqual(found)
    expect(readIdentity({ sheets: [gridOf(sheets[1]!)] })).toEqual(found)
    expect(readIdentity({ keywords: properties.keywords })).toEqual(found)
    expect(readIdentity({ named: identityToken(identity) })).toEqual(found)
  })

  it('is found after the key column was deleted from the MediaMix', () => {
    const withoutKeys = gridOf(mediaMixSheet(samplePlan(), { audience: 'client' })).map((row) =>
      row.slice(0, 16),
    )
    const targeting = gridOf(targetingSheet(samplePlan(), { audience: 'client' }))
    expect(readIdentity({ sheets: [withoutKeys, targeting] })).toEqual({ kind: 'found', identity })
    expect(readIdentity({ sheets: [withoutKeys] })).toEqual({ kind: 'none' })
  })

  it('takes the oldest revision where places disagree: merging once more is safe, overwriting is not', () => {
    expect(
      readIdentity({
        named: identityToken({ ...identity, revision: 14 }),
        keywords: identityToken(identity),
      }),
    ).toEqual({
      kind: 'found',
      identity,
    })
  })

  it('does not guess between campaigns', () => {
    const other = { campaignId: 'other', revision: 3 }
    expect(readIdentity({ named: identityToken(identity), keywords: `a, ${identityToken(other)}` })).toEqual({
      kind: 'mixed',
      identities: [identity, other],
    })
  })

  it('does not take a token that somebody typed into the table', () => {
    const typed = [['미디어믹스'], ['', identityToken(identity)]]
    expect(readIdentity({ sheets: [typed] })).toEqual({ kind: 'none' })
  })
})

describe('row keys', () => {
  it('stand below their heading, wherever the column is', () => {
    expect(findKeyColumn(gridOf(mediaMixSheet(samplePlan(), { audience: 'client' })))).toEqual({
      row: 5,
      column: 16,
    })
    expect(findKeyColumn(gridOf(mediaMixSheet(samplePlan(), { audience: 'planner' })))).toEqual({
      row: 5,
      column: 20,
    })
    expect(findKeyColumn([['구분', '매체']])).toBeUndefined()
  })

  it('have a name that covers the rows and the place where new ones are inserted', () => {
    expect(mediaMixSheet(samplePlan(), { audience: 'planner' }).names).toEqual([
      { name: 'Flightsheet_Workbook', ref: '$U$1' },
      { name: 'Flightsheet_RowKeys', ref: '$U$7:$U$15' },
    ])
  })

  it.each([
    ['0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a01', '0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a01'],
    ['  u1 ', 'u1'],
    ['', undefined],
    ['not a key', undefined],
    [7, undefined],
  ])('%j is read as %j', (value, key) => {
    expect(parseRowKey(value)).toBe(key)
  })
})
