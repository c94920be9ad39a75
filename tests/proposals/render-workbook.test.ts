import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import { readIdentity } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { endEntry } from '../../shared/sheets/media-mix/entry-rules'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { type ProposalOptions, proposal } from '../../shared/sheets/proposal/proposal'
import { gridOf } from '../sheets/layout-grid'
import { emptyPlan, planMember, planRow, samplePlan } from '../sheets/sample-plan'
import { gridOfSheet, openWorkbook } from './workbook-grid'

const NOW = new Date('2026-10-12T03:00:00Z')
const PROPERTIES = { title: '', subject: '', author: 'Flightsheet', keywords: '' }

async function render(options: ProposalOptions, plan = samplePlan()) {
  const { sheets, properties } = proposal({ plan }, options)
  return openWorkbook(await renderWorkbook(sheets, properties, NOW))
}

async function renderLayout(layout: SheetLayout) {
  return (await openWorkbook(await renderWorkbook([layout], PROPERTIES, NOW))).worksheets[0]!
}

describe('a proposal for a client', () => {
  let workbook: ExcelJS.Workbook
  beforeAll(async () => {
    workbook = await render({ audience: 'client' })
  })

  it('has the MediaMix and the targeting sheet', () => {
    expect(workbook.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ['MediaMix', 'visible'],
      ['큐레이션타겟팅', 'visible'],
    ])
  })

  it('holds the same values as the layout, cell by cell', () => {
    const { sheets } = proposal({ plan: samplePlan() }, { audience: 'client' })
    sheets.forEach((layout, i) => {
      const expected = gridOf(layout).map((row) => row.map((value) => value))
      expect(gridOfSheet(workbook.worksheets[i]!)).toEqual(expected)
    })
  })

  it('stores formulas with their results', () => {
    const sheet = workbook.getWorksheet('MediaMix')!
    expect(sheet.getCell('L7').value).toEqual({ formula: 'ROUND(I7*1000/K7,0)', result: 104_166_667 })
    expect(sheet.getCell('I16').formula).toBe('SUMIFS(I$6:I$15,$A$6:$A$15,"<>서비스")')
    expect(sheet.getCell('I16').result).toBe(2_749_765_432)
  })

  it('merges title, campaign block and TOTAL', () => {
    const merges = workbook.getWorksheet('MediaMix')!.model.merges
    expect(merges).toEqual(expect.arrayContaining(['A1:P1', 'B3:D3', 'F3:H3', 'J3:P3', 'A16:H16', 'A17:H17']))
  })

  it('prints on A4 landscape, one page wide, with its heading on every page and page numbers', () => {
    for (const sheet of workbook.worksheets) {
      expect(sheet.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: '6:6',
      })
      expect(sheet.headerFooter.oddFooter).toMatch(/&C.*&P \/ &N/)
    }
    expect(workbook.getWorksheet('MediaMix')!.pageSetup.printArea).toBe('A1:P19')
  })

  it('freezes the heading and shows no grid lines', () => {
    expect(workbook.worksheets[0]!.views[0]).toMatchObject({
      state: 'frozen',
      ySplit: 6,
      showGridLines: false,
    })
  })

  it('carries its identity and its row keys', () => {
    const { ranges } = workbook.definedNames.getRanges('Flightsheet_Workbook')
    expect(ranges).toEqual(['MediaMix!$Q$1'])
    const finding = readIdentity({
      sheets: workbook.worksheets.map(gridOfSheet),
      keywords: workbook.keywords,
    })
    expect(finding).toEqual({
      kind: 'found',
      identity: { campaignId: samplePlan().campaign.id, revision: 12 },
    })
    expect(workbook.definedNames.getRanges('Flightsheet_RowKeys').ranges).toEqual(['MediaMix!$Q$7:$Q$15'])
  })

  it('can be read back', () => {
    const read = readMediaMix(gridOfSheet(workbook.worksheets[0]!))
    expect(
      read.kind === 'read' && read.rows.map(({ unitId, amount, errors }) => [unitId, amount, errors]),
    ).toEqual(samplePlan().rows.map(({ unitId, amount }) => [unitId, amount, []]))
  })

  it('tells nothing of owners, availability or booking', () => {
    const text = JSON.stringify(workbook.worksheets.map(gridOfSheet))
    for (const secret of [
      '문화방송',
      'CJ ENM',
      '잔여',
      '가선점',
      '구매완료',
      '재고',
      '1870000',
      '1400000000',
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  it('hides nothing but ids', () => {
    const ids = /^(flightsheet:(row|1:12:[0-9a-f-]{36})|[0-9a-f-]{36}|[PCK]\d{5}|RANDOM|)$/
    for (const sheet of workbook.worksheets) {
      const hidden = Array.from({ length: sheet.columnCount }, (_, i) => i).filter(
        (i) => sheet.getColumn(i + 1).hidden,
      )
      expect(hidden).toEqual([sheet.columnCount - 1])
      for (const row of gridOfSheet(sheet)) expect(String(row[hidden[0]!])).toMatch(ids)
    }
  })

  it('says who made it and what it is, and nothing else of the inside', () => {
    expect(workbook).toMatchObject({
      creator: 'Flightsheet',
      lastModifiedBy: 'Flightsheet',
      title: '2026 겨울 신제품 론칭 캠페인 미디어믹스',
      subject: '한빛식품',
    })
    expect(workbook.created).toEqual(NOW)
  })

  it('needs no function that Excel does not bring', () => {
    const functions = new Set<string>()
    for (const sheet of workbook.worksheets) {
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          for (const [, name] of (cell.formula ?? '').matchAll(/([A-Z.]+)\(/g)) functions.add(name!)
        })
      })
    }
    expect([...functions].sort()).toEqual(['IF', 'OR', 'ROUND', 'SUM', 'SUMIFS'])
  })
})

describe('other proposals', () => {
  it('for internal readers name owners and availability', async () => {
    const workbook = await render({ audience: 'internal' })
    const text = JSON.stringify(gridOfSheet(workbook.getWorksheet('큐레이션타겟팅')!))
    expect(text).toContain('에스비에스미디어넷')
    expect(text).toContain('1870000')
    expect(workbook.getWorksheet('MediaMix')!.getCell('Q6').value).toBe('flightsheet:row')
  })

  it('have the sheets that were asked for', async () => {
    const names = async (sheets: ProposalOptions['sheets']) =>
      (await render({ audience: 'client', sheets })).worksheets.map(({ name }) => name)
    expect(await names(['targeting'])).toEqual(['큐레이션타겟팅'])
    expect(await names(['targeting', 'media-mix'])).toEqual(['MediaMix', '큐레이션타겟팅'])
    expect(await names([])).toEqual(['MediaMix', '큐레이션타겟팅'])
  })

  it('can be English', async () => {
    const workbook = await render({ audience: 'client', language: 'en' })
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['MediaMix', 'Targeting'])
    expect(workbook.worksheets[0]!.getCell('I16').formula).toContain('"<>Service"')
  })

  it('come without rows, agency and budget', async () => {
    const workbook = await render({ audience: 'client' }, emptyPlan())
    expect(workbook.worksheets[0]!.getCell('F3').value).toBe('-')
    expect(workbook.worksheets[0]!.getCell('J3').value).toBe(0)
    expect(workbook.worksheets[0]!.getCell('K9').result).toBe('-')
  })
})

describe('the planner sheet', () => {
  it('is protected but for what planners edit, and checks what they type', async () => {
    const sheet = await renderLayout(mediaMixSheet(samplePlan(), { audience: 'planner' }))
    expect(sheet.getCell('I7').protection).toMatchObject({ locked: false })
    expect(sheet.getCell('K6').protection?.locked).not.toBe(false)
    expect(sheet.model).toMatchObject({ sheetProtection: { sheet: true, formatColumns: true } })
    expect(sheet.getCell('E7').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"PC+Mobile,PC,Mobile,CTV"'],
    })
    expect(sheet.getCell('H14').dataValidation).toMatchObject({
      type: 'custom',
      formulae: [endEntry('H7', 'G7')],
    })
    expect(['C7', 'D7', 'E7', 'F7', 'A7', 'M7'].map((cell) => sheet.getCell(cell).numFmt === '@')).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ])
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 3, ySplit: 6 })
  })
})

describe('text from a person', () => {
  const INJECTIONS = [
    '=HYPERLINK("http://example.com","x")',
    '+1+1',
    '-2',
    '@SUM(1)',
    '\t=1+1',
    "=cmd|'/c calc'!A1",
    '\r=1',
  ]

  it.each(INJECTIONS)('never becomes a formula: %j', async (text) => {
    const plan = {
      ...emptyPlan(),
      campaign: { ...emptyPlan().campaign, name: text, advertiser: text, agency: text },
      rows: [
        planRow({ platforms: [text], productName: text, targeting: text, device: text, creative: text }),
      ],
      targeting: [
        {
          unitId: planRow().unitId,
          groups: [
            {
              name: text,
              weight: 1,
              platforms: [text],
              members: [planMember({ name: text, broadcaster: text })],
            },
          ],
        },
      ],
    }
    const workbook = await render({ audience: 'internal' }, plan)
    const cells: ExcelJS.Cell[] = []
    const formulas: string[] = []
    for (const sheet of workbook.worksheets) {
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          if (String(cell.value).includes(text.trim())) cells.push(cell)
          if (cell.formula) formulas.push(cell.formula)
        })
      })
    }
    expect(cells.length).toBeGreaterThanOrEqual(9)
    // Nor does the text get into one of the sheet's own formulas.
    expect(formulas.filter((formula) => !/^(IF|ROUND|SUMIFS|SUM)\(|^[A-Z]\d+\/SUM\(/.test(formula))).toEqual(
      [],
    )
    expect(formulas.join().includes('cmd') || formulas.join().includes('http')).toBe(false)
    expect(
      cells.every(({ type }) => type === ExcelJS.ValueType.String || type === ExcelJS.ValueType.Merge),
    ).toBe(true)
  })

  it('comes back as it went in, also where it looks like markup or an escape', async () => {
    for (const text of [
      '<b>&amp;"\'</b>',
      '한글 😀 ｶﾅ',
      '줄\n바꿈',
      '  앞뒤 공백  ',
      "'작은따옴표",
      '1e5',
      '00123',
    ]) {
      const workbook = await render(
        { audience: 'client' },
        { ...emptyPlan(), rows: [planRow({ creative: text })] },
      )
      expect(workbook.worksheets[0]!.getCell('F7').value).toBe(text)
    }
  })

  it('loses the characters that no workbook can hold, and what is too long', async () => {
    const rows = [planRow({ creative: 'a\u0000b\u0007c\uFFFF', productName: '가'.repeat(40_000) })]
    const workbook = await render({ audience: 'client' }, { ...emptyPlan(), rows })
    expect(workbook.worksheets[0]!.getCell('F7').value).toBe('abc')
    expect(String(workbook.worksheets[0]!.getCell('C7').value)).toHaveLength(32_767)
  })
})

describe('the renderer', () => {
  it('refuses a style that the layout does not have', async () => {
    const layout: SheetLayout = {
      name: 'x',
      styles: {},
      columns: [{ width: 10 }],
      rows: [{ cells: [{ kind: 'text', text: 'a', style: 'missing' }] }],
    }
    await expect(renderWorkbook([layout], PROPERTIES, NOW)).rejects.toThrow(RangeError)
  })

  it('draws the plainest layout', async () => {
    const sheet = await renderLayout({
      name: 'plain',
      styles: {},
      columns: [{ width: 10 }],
      rows: [{ cells: [{ kind: 'number', value: 1 }, null, { kind: 'empty' }] }],
    })
    expect(sheet.getCell('A1').value).toBe(1)
    expect(sheet.views[0]).toMatchObject({ state: 'normal' })
  })

  it('keeps as few styles as the layout has, however many rows there are', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => planRow({ unitId: `unit-${i}` }))
    const sheet = await renderLayout(mediaMixSheet({ ...emptyPlan(), rows }, { audience: 'client' }))
    const styles = new Set<unknown>()
    sheet.eachRow((row) => {
      row.eachCell({ includeEmpty: true }, (cell) => styles.add(JSON.stringify(cell.style)))
    })
    expect(styles.size).toBeLessThan(40)
    expect(sheet.rowCount).toBe(6 + 200 + 4)
  })
})
