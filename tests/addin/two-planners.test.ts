// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { settleConflict, settleMissing, settleOrder } from '../../addin/media-mix/disputes'
import { syncNow } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import type { MediaMixRow } from '../../shared/contract/campaigns'
import { findKeyColumn, parseRowKey } from '../../shared/sheets/identity'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { findTable } from '../../shared/sheets/media-mix/table'
import { type Planners, planners } from './planner-desk'

const STORIES = Number(process.env.SHEET_STORIES ?? 1)
/** They play a story that has failed again, as its report names it. */
const { SHEET_SEED, SHEET_PATH } = process.env
const AGAIN = {
  ...(SHEET_SEED ? { seed: Number(SHEET_SEED) } : {}),
  ...(SHEET_PATH ? { path: SHEET_PATH } : {}),
}

let at: Planners
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())

const open = (): OpenCampaign => at.desk.store.get().open!
const gridOf = async () => (await at.values('A1:AD40')) as (string | number)[][]

/**
 * Where the sheet has its rows at this moment, while the add-in may be about to move them: 1-based row by key, in the
 * order of the sheet, and the columns of two fields.
 */
function places() {
  const values = at.sheet().getRange('A1:AD40').getValues()
  const grid = values.map((row) =>
    row.map((value) => (typeof value === 'number' ? value : String(value ?? ''))),
  )
  const { columns } = findTable(grid)!
  const keys = findKeyColumn(grid)!
  // A copy gets a key of its own with the next sync.
  const seen = new Set<string>()
  const rows = grid.flatMap((row, i) => {
    const key = i > keys.row ? parseRowKey(row[keys.column]) : undefined
    if (!key) return []
    const isCopy = seen.has(key)
    seen.add(key)
    return [{ key, row: i + 1, isCopy }]
  })
  const letter = (column: number) => String.fromCharCode(65 + column)
  return {
    rows,
    amount: letter(columns.get('amount')!),
    creative: letter(columns.get('creative')!),
    first: letter(columns.get('kind')!),
    last: letter(keys.column - 1),
    amountAt: columns.get('amount')! - columns.get('kind')!,
  }
}

const inSheet = (act: (sheet: Excel.Worksheet) => void) =>
  at.excel.Excel.run(async (context) => {
    act(context.workbook.worksheets.getItem('MediaMix'))
    await context.sync()
  })

/** Copies a whole row below itself, at once as a person does, and types into the copy. */
function copyRow(row: number, typed: Record<string, number>): void {
  const sheet = at.sheet()
  const values = sheet.getRange(`A${row}:AD${row}`).getRawValues()
  sheet.insertRows(row, 1)
  sheet
    .getRange(`A${row + 1}:AD${row + 1}`)
    .setValues(values.map((cells) => cells.map((value) => value ?? '')))
  for (const [column, value] of Object.entries(typed)) at.type(`${column}${row + 1}`, value)
}

/** What a planner or the other one does; `n` chooses the row and `value` is unlike every other. */
type Act = { what: (typeof ACTS)[number]; n: number }
const ACTS = [
  'type an amount',
  'type a creative',
  'type an amount',
  'sort',
  'insert a row',
  'copy a row',
  'delete a row',
  'type and undo',
  'sync',
  'other: amount',
  'other: creative',
  'other: add',
  'other: remove',
  'other: move',
] as const

/** Plays a story. @returns what was typed last into each field, by `key field` */
async function play(id: string, acts: readonly Act[]): Promise<Map<string, unknown>> {
  const typed = new Map<string, unknown>()
  let serial = 10
  for (const { what, n } of acts) {
    serial += 1
    const current = await at.rows(id)
    const there = n % Math.max(1, current.length)
    const here = places()
    const chosen = here.rows[n % Math.max(1, here.rows.length)]
    switch (what) {
      case 'sync':
        await syncNow(at.desk)
        break
      case 'type an amount':
        if (!chosen) break
        at.type(`${here.amount}${chosen.row}`, serial * 1_000_000)
        if (!chosen.isCopy) typed.set(`${chosen.key} amount`, serial * 1_000_000)
        break
      case 'type a creative':
        if (!chosen) break
        at.type(`${here.creative}${chosen.row}`, `소재 ${serial}`)
        if (!chosen.isCopy) typed.set(`${chosen.key} creative`, `소재 ${serial}`)
        break
      case 'type and undo': {
        if (!chosen) break
        const address = `${here.creative}${chosen.row}`
        const before = String(at.sheet().getRange(address).getValue() ?? '')
        at.type(address, `잠깐 ${serial}`)
        at.type(address, before)
        break
      }
      case 'sort': {
        // All values must differ, or the sort of only the visible columns would be ambiguous.
        await syncNow(at.desk)
        const { rows, first, last, amountAt } = places()
        const [top, bottom] = [rows[0]?.row ?? 0, rows.at(-1)?.row ?? 0]
        if (rows.length === 0 || bottom - top + 1 !== rows.length) break
        await inSheet((sheet) =>
          sheet
            .getRange(`${first}${top}:${last}${bottom}`)
            .sort.apply([{ key: amountAt, ascending: n % 2 === 0 }]),
        )
        await syncNow(at.desk)
        break
      }
      case 'insert a row':
        if (chosen) at.sheet().insertRows(chosen.row - 1, 1)
        break
      case 'copy a row':
        if (chosen) copyRow(chosen.row, { [here.amount]: serial * 1_000_000 })
        break
      case 'delete a row':
        if (!chosen || here.rows.length < 3) break
        at.sheet().deleteRows(chosen.row - 1, 1)
        for (const field of ['amount', 'creative']) typed.delete(`${chosen.key} ${field}`)
        break
      case 'other: amount':
        if (current.length > 0) await at.change(id, there, { amount: serial * 1_000_000 })
        break
      case 'other: creative':
        if (current.length > 0) await at.change(id, there, { creative: `남의 소재 ${serial}` })
        break
      case 'other: add':
        await at.add(id)
        await at.change(id, current.length, { amount: serial * 1_000_000 })
        break
      case 'other: remove':
        if (current.length > 2) await at.remove(id, there)
        break
      case 'other: move': {
        const base = current.map(({ unitId }) => unitId)
        const local = [...base.slice(there), ...base.slice(0, there)]
        await at.other.post(`/campaigns/${id}/media-mix/sync`, {
          baseRevision: 0,
          changes: [],
          order: { base, local },
        })
      }
    }
  }
  return typed
}

/** Syncs and answers every question until none is left; conflicts that were shown, as `key field`. */
async function settle(mine: boolean): Promise<Set<string>> {
  const shown = new Set<string>()
  for (let round = 0; round < 12; round++) {
    await syncNow(at.desk)
    const { conflicts, missing, orderConflict } = open()
    for (const { unitId, field } of conflicts) {
      for (const one of field === 'unit' ? ['amount', 'creative'] : [field]) shown.add(`${unitId} ${one}`)
    }
    const [first] = conflicts
    if (first) await settleConflict(at.desk, first.unitId, mine)
    else if (orderConflict) await settleOrder(at.desk, mine)
    else if (missing.length > 0) await settleMissing(at.desk, mine)
    else if (open().sync.kind === 'synced' && !open().outdated) return shown
  }
  throw new Error(
    JSON.stringify([open().sync, open().outdated, open().cellErrors, open().conflicts, open().orderConflict]),
  )
}

/** Every value that a field ever got, as `key field value`: somebody else may have changed it since. */
async function savedIn(id: string): Promise<Set<string>> {
  const changes = await at.database.read((tx) =>
    tx.rows<{ unitId: string; field: string; value: string }>(
      'SELECT unit_id AS unitId, field, value_after AS value FROM campaign_unit_change WHERE campaign_id = ?',
      [id],
    ),
  )
  return new Set(changes.map(({ unitId, field, value }) => `${unitId} ${field} ${value}`))
}

const told = ({ unitId, amount, creative }: Pick<MediaMixRow, 'unitId' | 'amount' | 'creative'>) => [
  unitId,
  amount,
  creative,
]

describe('two planners, one at a sheet', () => {
  it('end with the same rows everywhere, and nothing that was typed disappears unseen', {
    timeout: 60_000 + STORIES * 10_000,
  }, async () => {
    const story = fc.array(fc.record({ what: fc.constantFrom(...ACTS), n: fc.nat(11) }), {
      minLength: 4,
      maxLength: 14,
    })
    await fc.assert(
      fc.asyncProperty(story, fc.boolean(), async (acts, mine) => {
        const id = await at.campaign(4)
        await openCampaignById(at.desk, id)
        await writeMediaMix(at.desk, true)
        const typed = await play(id, acts)
        const shown = await settle(mine)
        const rows = await at.rows(id)
        const grid = await gridOf()
        const read = readMediaMix(grid, {
          products: open().catalogue.products,
          period: open().view,
        })
        if (read.kind !== 'read') throw new Error(read.kind)
        const seen = read.rows.map((row) => [row.unitId, row.amount, row.creative ?? ''])
        expect(seen, JSON.stringify(grid.slice(5, 20))).toEqual(rows.map(told))
        const saved = await savedIn(id)
        for (const [place, value] of typed) {
          if (!saved.has(`${place} ${JSON.stringify(value)}`))
            expect(shown, `${place} ${value}`).toContain(place)
        }
      }),
      { numRuns: STORIES, endOnFailure: true, ...AGAIN },
    )
  })
})
