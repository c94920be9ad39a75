// @vitest-environment happy-dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCampaignById } from '../../addin/campaigns/campaigns'
import type { OpenCampaign } from '../../addin/desk/state/desk-state'
import { settleConflict } from '../../addin/media-mix/disputes'
import { syncNow } from '../../addin/media-mix/exchange'
import { writeMediaMix } from '../../addin/media-mix/write'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { type Planners, planners } from './planner-desk'

/** Between the add-in's look at a sheet and its writing a planner may do anything, at any round trip. */
let at: Planners
beforeAll(async () => {
  at = await planners()
}, 120_000)
afterAll(() => at?.stop())

const open = (): OpenCampaign => at.desk.store.get().open!
const grid = async () => (await at.values('A1:AD40')) as (string | number)[][]
/** Of each line that is called TOTAL, its first number. */
const totals = async () =>
  (await grid())
    .filter(([label]) => label === 'TOTAL')
    .map((row) => row.find((value) => typeof value === 'number'))

async function readRows() {
  const read = readMediaMix(await grid(), { products: open().catalogue.products, period: open().view })
  if (read.kind !== 'read') throw new Error(read.kind)
  // A row that isn't complete yet is in the sheet alone.
  const known = read.rows.filter(({ unitId }) => unitId !== null)
  return known.map(({ unitId, amount, creative }) => [unitId, amount, creative ?? ''])
}

/** Four rows in the sheet; then the other planner deletes the second, moves the last up, and adds one. */
async function begin(): Promise<string> {
  const id = await at.campaign(4)
  await openCampaignById(at.desk, id)
  await writeMediaMix(at.desk, true)
  await at.remove(id, 1)
  const base = (await at.rows(id)).map(({ unitId }) => unitId)
  await at.other.post(`/campaigns/${id}/media-mix/sync`, {
    baseRevision: 0,
    changes: [],
    order: { base, local: [base[2], base[0], base[1]] },
  })
  await at.add(id)
  await at.change(id, 1, { amount: 8_000_000 })
  return id
}

/** Syncs until nothing is open; where the other planner has deleted a row, it stays. */
async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++) {
    await syncNow(at.desk)
    const [first] = open().conflicts
    if (first) await settleConflict(at.desk, first.unitId, true)
    else if (open().sync.kind === 'synced' && !open().outdated) return
  }
  throw new Error(JSON.stringify([open().sync, open().outdated, open().missing, open().cellErrors]))
}

/** `SHEET_MOMENTS=all` tries everything at every moment; otherwise each moment is one thing's. */
const EVERY = process.env.SHEET_MOMENTS === 'all'
const ACTS: [what: string, act: () => unknown, typed: string | number][] = [
  ['inserts a row', () => at.sheet().insertRows(8, 1), 'TOTAL'],
  ['inserts a column', () => at.sheet().insertColumns(3, 1), 'TOTAL'],
  ['types into the row that goes', () => at.type('I8', 66_000_000), 66_000_000],
  ['types into a row that moves', () => at.type('F10', '가'), '가'],
]

describe('at any moment of a sync that removes, moves and adds rows', () => {
  it.each(ACTS.map((act, i) => [...act, i] as const))(
    'a planner %s: nothing is lost, and the rows are the same everywhere',
    { timeout: 300_000 },
    async (_, act, typed, own) => {
      for (let moment = EVERY ? 0 : own; ; moment += EVERY ? 1 : ACTS.length) {
        const id = await begin()
        const isDone = at.beforeRoundTrip(moment, act)
        await syncNow(at.desk)
        if (!isDone()) break
        await settle()
        const rows = await at.rows(id)
        expect(await readRows(), `at ${moment}`).toEqual(
          rows.map(({ unitId, amount, creative }) => [unitId, amount, creative]),
        )
        expect(await totals(), `at ${moment}`).toEqual([rows.reduce((sum, { amount }) => sum + amount, 0)])
        expect((await grid()).flat(), `at ${moment}`).toContain(typed)
      }
    },
  )
})
