import { describe, expect, it } from 'vitest'
import { baseOf, unpackBase } from '../../addin/media-mix/sync/base-rows'
import { changesOf } from '../../addin/media-mix/sync/changes'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import type { MediaMixRow } from '../../shared/contract/campaigns'
import { columnOf, type MediaMixField, SYNCED_FIELDS } from '../../shared/sheets/media-mix/columns'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { proposal } from '../../shared/sheets/proposal/proposal'
import { gridOfSheet, openWorkbook } from '../proposals/workbook-grid'
import { samplePlan } from './sample-plan'

const sample = samplePlan()
const products = [...new Set(sample.rows.map(({ productName }) => productName))].map((name, i) => ({
  code: `P${i}`,
  name,
}))
const codeOf = (name: string) => products.find((product) => product.name === name)!.code
const plan = {
  ...sample,
  rows: sample.rows.map((row) => ({ ...row, productCode: codeOf(row.productName) })),
}
/** The rows as the service has them, independent of the columns that the file lacks. */
const served = plan.rows.map((row) => ({ ...row, version: 1 })) as unknown as MediaMixRow[]

/** Reads a file as it was written before a column existed. */
async function without(field: MediaMixField) {
  const { sheets, properties } = proposal({ plan }, { audience: 'internal' })
  const workbook = await openWorkbook(await renderWorkbook(sheets, properties, new Date(0)))
  const grid = gridOfSheet(workbook.worksheets[0]!).map((row) =>
    row.toSpliced(columnOf(field, 'internal') - 1, 1),
  )
  return readMediaMix(grid, { products })
}

describe('a workbook that was written before a column existed', () => {
  it.each<[MediaMixField, string]>([
    ['creative', 'creative'],
    ['device', 'device'],
    ['ctr', 'ctr'],
    ['targeting', 'targeting'],
  ])('without %s is recognised, and says nothing of what it lacks', async (field, name) => {
    const read = await without(field)
    expect(read.kind).toBe('read')
    const { rows } = read as Extract<typeof read, { kind: 'read' }>
    expect(rows.map(({ unitId }) => unitId)).toEqual(plan.rows.map(({ unitId }) => unitId))
    expect(rows.flatMap(({ errors }) => errors)).toEqual([])
    for (const row of rows) expect(row).not.toHaveProperty(name)
    const { changes, missing } = changesOf(rows, baseOf('c1', 1, served))
    expect({ changes, missing }).toEqual({ changes: [], missing: [] })
  })

  it('lacks what makes a MediaMix, and is none', async () => {
    expect(await without('amount')).toEqual({ kind: 'not-a-media-mix' })
  })

  it('takes a row that is typed into it, with nothing for the column that it lacks', async () => {
    const read = await without('creative')
    const { rows } = read as Extract<typeof read, { kind: 'read' }>
    const typed = { ...rows[0]!, unitId: null }
    const { changes } = changesOf([typed], { campaignId: 'c1', revision: 1, rows: new Map() })
    expect(changes).toMatchObject([{ fields: { productCode: plan.rows[0]!.productCode, creative: '' } }])
  })
})

describe('the base that a workbook kept', () => {
  const [row] = served
  const values = (fields: readonly string[]) =>
    fields.map((field) => (row as unknown as Record<string, unknown>)[field])

  it('is taken up from the first version, which had no names of fields', () => {
    const fields = 'kind productCode device creative startDate endDate amount ecpm ctr vtr'.split(' ')
    const rows = [[row!.unitId, 4, true, ...values(fields)]]
    const base = unpackBase(JSON.stringify({ v: 1, campaignId: 'c1', revision: 9, rows }), 'c1')
    expect(base?.revision).toBe(9)
    expect(base?.rows.get(row!.unitId)).toEqual({
      version: 4,
      editable: true,
      fields: Object.fromEntries(fields.map((field) => [field, row![field as keyof typeof row]])),
    })
  })

  it('leaves out a field that it was kept without, and one that is not known here', () => {
    const fields = [...SYNCED_FIELDS.filter((field) => field !== 'device'), 'ofTomorrow']
    const rows = [[row!.unitId, 4, true, ...values(fields.slice(0, -1)), 'x']]
    const base = unpackBase(JSON.stringify({ v: 2, campaignId: 'c1', revision: 9, fields, rows }), 'c1')
    const kept = base!.rows.get(row!.unitId)!.fields
    expect(kept).not.toHaveProperty('device')
    expect(kept).not.toHaveProperty('ofTomorrow')
    expect(kept.amount).toBe(row!.amount)
  })
})
