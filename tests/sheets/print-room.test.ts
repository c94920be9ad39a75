import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowLayout, SheetLayout } from '../../shared/sheets/layout'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import type { Plan, PlanMember } from '../../shared/sheets/plan'
import { pageBreaksOf, pageHeight } from '../../shared/sheets/print'
import { proposal } from '../../shared/sheets/proposal/proposal'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { fittedText, lineCount } from '../../shared/sheets/text-width'
import { randomProposal } from './random-plan'
import { emptyPlan, planMember, planRow } from './sample-plan'

/** The room of one cell, over all cells that it is merged with. */
interface Room {
  text: string
  width: number
  height: number
  fontSize: number
  wraps: boolean
}

function rooms(layout: SheetLayout): Room[] {
  const rows = [...layout.rows]
  const found: Room[] = []
  rows.forEach((row, at) => {
    row.cells.forEach((cell, i) => {
      const column = layout.columns[i]
      if (cell?.kind !== 'text' || column?.hidden) return
      const merge = row.merges?.find((one) => one.column === i + 1) ?? { columns: 1, rows: 1 }
      const style = cell.style === undefined ? {} : layout.styles[cell.style]!
      found.push({
        text: cell.text,
        width: layout.columns.slice(i, i + merge.columns).reduce((sum, one) => sum + (one?.width ?? 0), 0),
        height: rows.slice(at, at + merge.rows).reduce((sum, one) => sum + (one.height ?? 0), 0),
        fontSize: style.font?.size ?? 11,
        wraps: style.alignment?.wrap === true,
      })
    })
  })
  return found
}

/** The texts that are higher than their cell, at 1.2 times the size of the font for a line. */
const cutTexts = (layout: SheetLayout) =>
  rooms(layout)
    .filter(({ wraps }) => wraps)
    .filter(({ text, width, height, fontSize }) => lineCount(text, width, fontSize) * fontSize * 1.2 > height)
    .map(({ text, height }) => `${text.length} characters in ${height} points: ${text.slice(0, 20)}`)

/** Points that each page but the last leaves blank, and the rows of each page. */
function pagesOf(layout: SheetLayout): { blank: number; rows: RowLayout[] }[] {
  const rows = [...layout.rows]
  const visible = layout.columns.flatMap((column) => (column && !column.hidden ? [column.width] : []))
  const height = pageHeight(visible)
  const breaks = pageBreaksOf(layout.print!)
  const starts = [1, ...breaks, rows.length + 1]
  const heading = rows[layout.print!.repeatRows!.first - 1]!.height!
  return starts.slice(0, -1).map((start, page) => {
    const of = rows.slice(start - 1, starts[page + 1]! - 1)
    const used = of.reduce((sum, row) => sum + (row.height ?? 0), page > 0 ? heading : 0)
    return { blank: (height - used) / height, rows: of }
  })
}

const HANGUL = '가'.repeat(200)
const longest = planRow({
  productName: HANGUL,
  targeting: HANGUL,
  device: '가'.repeat(100),
  creative: HANGUL,
  platforms: Array.from({ length: 50 }, (_, i) => `${i}${'나'.repeat(198)}`),
})

const planOf = (rows: Plan['rows'], members: PlanMember[] = []): Plan => ({
  ...emptyPlan(),
  campaign: { ...emptyPlan().campaign, name: HANGUL, advertiser: HANGUL, agency: HANGUL },
  rows,
  targeting: rows.map(({ unitId }) => ({
    unitId,
    groups: members.length > 0 ? [{ name: HANGUL, weight: 1, platforms: null, members }] : [],
  })),
})

describe('a text of any allowed length', () => {
  it('is whole in print, in every cell that wraps', () => {
    const members = [
      ...Array.from({ length: 3 }, (_, i) =>
        planMember({
          metaId: 'M'.repeat(100),
          name: HANGUL,
          broadcaster: HANGUL,
          owner: `${i}${HANGUL.slice(1)}`,
        }),
      ),
      planMember({ name: 'W'.repeat(200), broadcaster: '다'.repeat(200) }),
      planMember({ name: '짧은 이름', broadcaster: '라'.repeat(200) }),
    ]
    for (const audience of ['client', 'internal', 'planner'] as const) {
      const plan = planOf([longest], members)
      expect(cutTexts(mediaMixSheet(plan, { audience }))).toEqual([])
      expect(cutTexts(targetingSheet(plan, { audience }))).toEqual([])
    }
  })

  it('widens its column only where it would need many lines', () => {
    const widthOf = (creative: string) =>
      mediaMixSheet(planOf([planRow({ creative })]), { audience: 'client' }).columns[5]!.width
    expect(widthOf('30초 B안 (자막 포함)')).toBe(12)
    expect(widthOf(HANGUL)).toBeGreaterThan(25)
    expect(widthOf(HANGUL)).toBeLessThan(30)
  })

  it('is whole; only what is put together from too many names ends in …', () => {
    const texts = rooms(mediaMixSheet(planOf([longest]), { audience: 'client' })).map(({ text }) => text)
    expect(texts.filter((text) => text.endsWith('…'))).toHaveLength(1)
    expect(texts.filter((text) => text === HANGUL).length).toBeGreaterThanOrEqual(6)
    expect(fittedText(HANGUL, 60, 10, 4)).toBe(HANGUL)
    const cut = fittedText('😀'.repeat(5000), 20, 10, 4)
    expect(cut.isWellFormed()).toBe(true)
    expect(cut.endsWith('😀…')).toBe(true)
  })
})

describe('the pages of a proposal', () => {
  it.each([1, 10, 17, 18, 19, 20, 21, 40, 100, 200])('of %i rows never have TOTAL alone', (count) => {
    const rows = Array.from({ length: count }, (_, i) => planRow({ unitId: `unit-${i}` }))
    const layout = mediaMixSheet(planOf(rows), { audience: 'client' })
    const pages = pagesOf(layout)
    const bodies = pages.at(-1)!.rows.filter(({ cells }) => cells.some((cell) => cell?.kind === 'formula'))
    // TOTAL is one of them.
    expect(bodies.length).toBeGreaterThanOrEqual(Math.min(count, 3) + 1)
    for (const { blank } of pages.slice(0, -1)) expect(blank).toBeLessThan(1 / 3)
    for (const { blank } of pages) expect(blank).toBeGreaterThanOrEqual(0)
  })

  it('leave no third blank, whatever the targeting looks like', () => {
    const shapes = fc.record({
      rows: fc.integer({ min: 1, max: 40 }),
      lists: fc.array(
        fc.array(fc.constantFrom('짧은 이름', '긴 이름 '.repeat(12), HANGUL), { maxLength: 60 }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
    })
    fc.assert(
      fc.property(shapes, fc.constantFrom('client', 'internal'), ({ rows, lists }, audience) => {
        const plan = planOf(Array.from({ length: rows }, (_, i) => planRow({ unitId: `unit-${i}` })))
        const targeted = plan.rows.map(({ unitId }, i) => ({
          unitId,
          groups: [
            {
              name: `그룹 ${i % lists.length}`,
              weight: 1,
              platforms: null,
              members: lists[i % lists.length]!.map((name, n) =>
                planMember({ name, broadcaster: `방송사 ${Math.floor(n / 7)}` }),
              ),
            },
          ],
        }))
        const layout = targetingSheet({ ...plan, targeting: targeted }, { audience })
        if (layout.print!.breaksBefore!.length === 0) return
        for (const { blank } of pagesOf(layout).slice(0, -1)) {
          expect(blank).toBeGreaterThanOrEqual(0)
          expect(blank).toBeLessThan(1 / 3)
        }
      }),
      { numRuns: 60, seed: 20_261_130 },
    )
  })

  it('are at most as many as Excel takes, in both renderers', () => {
    const members = Array.from({ length: 4000 }, (_, i) =>
      planMember({ metaId: `M${i}`, name: HANGUL, broadcaster: `방송사 ${i}` }),
    )
    const { print } = targetingSheet(planOf([planRow()], members), { audience: 'client' })
    expect(print!.breaksBefore!.length).toBeGreaterThan(1000)
    expect(pageBreaksOf(print!)).toHaveLength(1000)
  })
})

describe('any proposal', () => {
  it('has rows that Excel can show: at most 409 points high', () => {
    fc.assert(
      fc.property(randomProposal, fc.constantFrom('client', 'internal'), (contents, audience) => {
        const { sheets } = proposal(contents, {
          audience,
          sheets: ['media-mix', 'targeting', 'daily', 'purchases'],
        })
        for (const { rows } of sheets)
          for (const { height } of rows) expect(height ?? 0).toBeLessThanOrEqual(409)
      }),
      { numRuns: 20, seed: 20_261_130 },
    )
  })
})
