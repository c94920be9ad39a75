import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import { PROPOSAL_SHEETS } from '../../shared/contract/proposals'
import { countedRows } from '../../shared/counted-rows'
import { type PlainValue, readIdentity } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { type ReadRow, readMediaMix } from '../../shared/sheets/media-mix/read-back'
import type { Plan, PlanRow } from '../../shared/sheets/plan'
import { type ProposalContents, type ProposalOptions, proposal } from '../../shared/sheets/proposal/proposal'
import { isCounted } from '../../shared/statuses'
import { randomProposal } from '../sheets/random-plan'
import { recalculateInIronCalc } from '../support/ironcalc'
import { findLibreOffice } from '../support/libreoffice'
import { errorsByOpenXmlSdk } from '../support/open-xml-sdk'
import { comparable, recalculatedAll, withWrongResults } from './recalculated'
import { gridOfSheet, openWorkbook, plainCell } from './workbook-grid'

/** How many random proposals; a long test has more. */
const RUNS = Number(process.env.PROPOSALS ?? 6)
const SEED = 20_261_130
const NOW = new Date('2026-10-12T03:00:00Z')
const LIBREOFFICE_RUNS = Math.ceil(RUNS / 6)

const options: fc.Arbitrary<ProposalOptions> = fc.record({
  audience: fc.constantFrom('client', 'internal'),
  language: fc.constantFrom('ko', 'en'),
  sheets: fc.constant(PROPOSAL_SHEETS),
})

type Case = [contents: ProposalContents, options: ProposalOptions]

function forRandomProposals(runs: number, check: (...drawn: Case) => Promise<void> | void) {
  const property = fc.asyncProperty(randomProposal, options, async (contents, chosen) =>
    check(contents, chosen),
  )
  return fc.assert(property, { numRuns: runs, seed: SEED, endOnFailure: RUNS <= 6 })
}

function resultsOf({ rows }: SheetLayout): [row: number, column: number, result: PlainValue][] {
  return [...rows].flatMap(({ cells }, i) =>
    cells.flatMap((cell, j) =>
      cell?.kind === 'formula' ? [[i + 1, j + 1, cell.result] as [number, number, PlainValue]] : [],
    ),
  )
}

/** The rows of each MediaMix in a proposal: the one that counts, then those of the variants. */
function mixesOf({ rows }: Plan): PlanRow[][] {
  const counted = countedRows(rows)
  const live = rows.filter(({ bookingStatus }) => isCounted(bookingStatus))
  const names = [...new Set(live.flatMap(({ variant }) => variant ?? []))].sort()
  const variants = names.length < 2 ? [] : names
  return [
    rows.filter((row) => counted.has(row)),
    ...variants.map((name) => live.filter(({ variant }) => variant === null || variant === name)),
  ]
}

function numbersOf({ unitId, kind, startDate, endDate, amount, ecpm, ctr, vtr }: ReadRow | PlanRow) {
  return { unitId, kind, startDate, endDate, amount, ecpm, ctr, vtr }
}

describe('any proposal', () => {
  it(
    'is a file in which Microsoft’s Open XML SDK finds nothing wrong',
    { timeout: 60_000 + RUNS * 5000 },
    () =>
      forRandomProposals(RUNS, async (contents, chosen) => {
        const { sheets, properties } = proposal(contents, chosen)
        expect(await errorsByOpenXmlSdk(await renderWorkbook(sheets, properties, NOW))).toEqual([])
      }),
  )

  it('gives its rows back, and its identity, with each sheet that it can have', {
    timeout: 60_000 + RUNS * 5000,
  }, async () => {
    let rows = 0
    await forRandomProposals(RUNS, async (contents, chosen) => {
      const { sheets, properties } = proposal(contents, chosen)
      const workbook = await openWorkbook(await renderWorkbook(sheets, properties, NOW))
      const grids = new Map(workbook.worksheets.map((sheet) => [sheet.name, gridOfSheet(sheet)]))
      expect(readIdentity({ sheets: [...grids.values()], keywords: workbook.keywords })).toEqual({
        kind: 'found',
        identity: { campaignId: contents.plan.campaign.id, revision: contents.plan.campaign.revision },
      })
      const mixes = mixesOf(contents.plan)
      for (const [name, grid] of grids) {
        const read = readMediaMix(grid)
        if (read.kind !== 'read') continue
        const drawn = mixes.shift()
        expect(read.rows.map(numbersOf), name).toEqual(drawn?.map(numbersOf))
        rows += read.rows.length
      }
      expect(mixes).toEqual([])
    })
    expect(rows).toBeGreaterThan(RUNS)
  })

  it('has the results that IronCalc calculates', { timeout: 60_000 + RUNS * 5000 }, async () => {
    let formulas = 0
    await forRandomProposals(RUNS, (contents, chosen) => {
      const calculated = recalculateInIronCalc(proposal(contents, chosen).sheets)
      expect(calculated.wrong).toEqual([])
      formulas += calculated.formulas
    })
    expect(formulas).toBeGreaterThan(RUNS * 20)
  })

  it.skipIf(!findLibreOffice())(
    'has the results that LibreOffice calculates',
    { timeout: 60_000 + LIBREOFFICE_RUNS * 30_000 },
    async () => {
      // All of them in one start of LibreOffice, which takes longer than a workbook.
      const cases = fc.sample(fc.tuple(randomProposal, options), { numRuns: LIBREOFFICE_RUNS, seed: SEED })
      const proposals = cases.map((drawn) => proposal(...drawn))
      const workbooks = await recalculatedAll(proposals.map(({ sheets }) => sheets.map(withWrongResults)))
      for (const [i, { sheets }] of proposals.entries()) {
        for (const layout of sheets) {
          const sheet = workbooks[i]!.getWorksheet(layout.name)!
          const expected = resultsOf(layout)
          const calculated = expected.map(([row, column, result]) => {
            return [row, column, comparable(plainCell(sheet.getCell(row, column)), result)]
          })
          expect(calculated, `${layout.name} of the proposal ${i}, seed ${SEED}`).toEqual(expected)
        }
      }
    },
  )
})
