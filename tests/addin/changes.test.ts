import { describe, expect, it } from 'vitest'
import { baseOf, packBase, unpackBase } from '../../addin/media-mix/sync/base-rows'
import { changesOf } from '../../addin/media-mix/sync/changes'
import { RefusedFields } from '../../addin/media-mix/sync/refused-fields'
import {
  decided,
  shownAfterPush,
  shownAfterWriting,
  takeAnswer,
} from '../../addin/media-mix/sync/take-answer'
import type { MediaMixRow } from '../../shared/contract/campaigns'
import { BLANK_FIELDS, MEDIA_MIX_FIELDS } from '../../shared/sheets/media-mix/columns'
import type { ReadRow } from '../../shared/sheets/media-mix/read-back'

const ID = '0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a01'

function row(overrides: Partial<MediaMixRow> = {}): MediaMixRow {
  return {
    ...BLANK_FIELDS,
    unitId: ID,
    version: 3,
    kind: 'PAID',
    productCode: 'SMR_15',
    startDate: '2026-12-01',
    endDate: '2026-12-31',
    amount: 50_000_000,
    device: 'PC',
    creative: '',
    ecpm: 12_000,
    ctr: 0.0035,
    vtr: 0.62,
    variant: null,
    impressions: 0,
    clicks: 0,
    views: 0,
    bookingStatus: 'Draft',
    publishStatus: null,
    ...overrides,
  }
}

function inSheet(overrides: Partial<ReadRow> = {}): ReadRow {
  const { unitId, kind, productCode, startDate, endDate, amount, device, ecpm, ctr, vtr } = row()
  return {
    row: 7,
    unitId,
    columns: new Map(MEDIA_MIX_FIELDS.map((field, i) => [field, i])),
    kind,
    productCode,
    productName: 'SMR',
    targeting: null,
    device,
    creative: null,
    startDate,
    endDate,
    amount,
    ecpm,
    ctr,
    vtr,
    errors: [],
    ...overrides,
  }
}

const base = (rows: MediaMixRow[] = [row()]) => baseOf('c1', 5, rows)

describe('what a sheet changed', () => {
  it('is nothing right after it was written', () => {
    expect(changesOf([inSheet()], base())).toEqual({
      changes: [],
      newKeys: [],
      errors: [],
      withheld: [],
      missing: [],
      lockedRows: [],
      amendments: [],
    })
  })

  it('is the one field that was typed, with the value and version it had', () => {
    expect(changesOf([inSheet({ amount: 60_000_000 })], base()).changes).toEqual([
      { op: 'put', unitId: ID, version: 3, base: { amount: 50_000_000 }, fields: { amount: 60_000_000 } },
    ])
  })

  it('leaves out a cell in error but not its neighbours', () => {
    const error = { code: 'NOT_A_NUMBER', field: 'amount', address: 'I7', message: '' } as const
    const { changes, errors } = changesOf([inSheet({ amount: null, device: 'CTV', errors: [error] })], base())
    expect(changes[0]?.fields).toEqual({ device: 'CTV' })
    expect(errors).toEqual([{ ...error, unitId: ID }])
  })

  it('gives a copied row a key of its own', () => {
    const copy = inSheet({
      row: 8,
      unitId: null,
      errors: [{ code: 'DUPLICATE_KEY', field: 'rowKey', address: 'U8' }],
    })
    const { changes, newKeys, errors } = changesOf(
      [inSheet(), copy],
      base(),
      new Set(),
      new Set(),
      new RefusedFields(),
      () => 'new-key',
    )
    expect(newKeys).toEqual([{ row: 8, unitId: 'new-key' }])
    expect(changes).toMatchObject([{ op: 'put', unitId: 'new-key', fields: { amount: 50_000_000 } }])
    expect(errors).toEqual([])
  })

  it('asks before a row that is gone from the sheet is deleted', () => {
    const { changes, missing } = changesOf([], base())
    expect(changes).toEqual([])
    expect(missing).toEqual([{ unitId: ID, version: 3 }])
  })

  it('never sends a bought row', () => {
    const { changes, lockedRows } = changesOf(
      [inSheet({ amount: 1 })],
      base([row({ bookingStatus: 'Booked' })]),
    )
    expect(changes).toEqual([])
    expect(lockedRows).toEqual([ID])
  })

  it('takes a new amount or flight of a bought row for an amendment, sends its device, and restores the rest', () => {
    const { changes, lockedRows, amendments } = changesOf(
      [inSheet({ amount: 1, endDate: '2026-12-30', device: 'CTV', kind: 'SERVICE' })],
      base([row({ bookingStatus: 'Booked' })]),
      new Set(),
      new Set([ID]),
    )
    expect(changes).toMatchObject([{ op: 'put', unitId: ID, version: 3, fields: { device: 'CTV' } }])
    expect(Object.keys(changes[0]!.fields!)).toEqual(['device'])
    expect(amendments).toEqual([{ unitId: ID, fields: { amount: 1, endDate: '2026-12-30' } }])
    expect(lockedRows).toEqual([ID])
  })

  it('sends a row that it knows nothing of without a version, so that nothing is overwritten', () => {
    const { changes } = changesOf([inSheet()], base([]))
    expect(changes[0]?.version).toBeUndefined()
    expect(changes[0]?.base).toBeUndefined()
  })
})

describe('the base after a sync', () => {
  const conflict = { unitId: ID, field: 'amount', base: 1, local: 2, remote: 3, by: null, at: null }
  const theirs = row({ version: 4, amount: 70_000_000 })

  it('stays the old one for a row in conflict', () => {
    const taken = takeAnswer(base(), { revision: 6, rows: [theirs], conflicts: [conflict] })
    expect(taken.base.rows.get(ID)).toMatchObject({ version: 3, fields: { amount: 50_000_000 } })
    expect(taken.base.revision).toBe(6)
  })

  it('has the value that the planner saw of the service once they insist on their own, and no other one', () => {
    const seen = { ...conflict, remote: 70_000_000 }
    const mine = decided(base(), { ...theirs, device: 'CTV' }, [seen])
    const { changes } = changesOf([inSheet({ amount: 60_000_000 })], mine)
    expect(changes).toMatchObject([{ base: { amount: 70_000_000 }, fields: { amount: 60_000_000 } }])
    // The service compares by these values, because the planner didn't see its version.
    expect(changes[0]).not.toHaveProperty('version')
  })

  it('travels in the workbook and comes back the same', () => {
    expect(unpackBase(packBase(base()), 'c1')).toEqual(base())
    expect(unpackBase(packBase(base()), 'another')).toBeUndefined()
    expect(unpackBase('{"v":1', 'c1')).toBeUndefined()
  })
})

describe('what the sheet shows', () => {
  const typed = inSheet({ device: 'CTV' })
  const { changes } = changesOf([typed], base())

  it('is not taken for a change where the service changed and the sheet does not show it yet', () => {
    const theirs = base([row({ version: 5, device: 'CTV', amount: 70_000_000 })])
    const shown = shownAfterPush(base(), changes, theirs)
    expect(changesOf([typed], shown).changes).toEqual([])
    // What is typed next is sent at the version that the sheet shows.
    const next = changesOf([inSheet({ device: 'CTV', amount: 60_000_000 })], shown).changes
    expect(next).toMatchObject([{ version: 3, fields: { amount: 60_000_000 } }])
  })

  it('is at the version of the service where both say the same', () => {
    const shown = shownAfterPush(base(), changes, base([row({ version: 4, device: 'CTV' })]))
    expect(shown.rows.get(ID)?.version).toBe(4)
  })

  it('stays at the old version where planner and service changed one cell while it was written', () => {
    const theirs = base([row({ version: 5, device: 'Mobile', amount: 70_000_000 })])
    const shown = shownAfterWriting(base(), changes, theirs)
    expect(shown.rows.get(ID)).toMatchObject({ version: 3, fields: { device: 'PC', amount: 70_000_000 } })
    expect(changesOf([inSheet({ device: 'CTV', amount: 70_000_000 })], shown).changes).toMatchObject([
      { version: 3, base: { device: 'PC' }, fields: { device: 'CTV' } },
    ])
  })
})
