import { describe, expect, it } from 'vitest'
import type { MonitoringContents } from '../../shared/sheets/monitoring/contents'
import { monitoringLetter } from '../../shared/sheets/monitoring/geometry'
import { MONITORING_LABELS, type MonitoringField } from '../../shared/sheets/monitoring/labels'
import { geometryOf, monitoringSheet, readMonitoring } from '../../shared/sheets/monitoring/sheet'
import { cellAt, gridOf, shownAt } from './layout-grid'
import { monitoringContents, monitoringUnit } from './monitoring-contents'

const contents = monitoringContents()
const layout = monitoringSheet(contents)
const geometry = geometryOf(contents)
const at = (field: MonitoringField, row: number) => `${monitoringLetter(field)}${row}`
const inUnit = (field: MonitoringField, unit: number) => shownAt(layout, at(field, geometry.firstRow + unit))

describe('the 모니터링 sheet', () => {
  it('has guaranteed against delivered of every unit, with rates by formula', () => {
    expect(inUnit('guaranteed', 1)).toBe(1_000_000)
    expect(inUnit('delivered', 1)).toBe(370_001)
    expect(inUnit('achievement', 1)).toBe(0.370001)
    expect(inUnit('pacing', 1)).toBe(277_501 / 300_000)
    expect(inUnit('missing', 1)).toBe(1_000_000 - 925_003)
    expect(inUnit('vtr', 1)).toBe(1 / 370_001)
    expect(cellAt(layout, at('achievement', 8))).toMatchObject({ formula: 'IF(H8=0,"",I8/H8)' })
    expect(cellAt(layout, at('ctr', 8))).toMatchObject({ formula: 'IF(I8=0,"",P8/I8)' })
  })

  it('says nothing where there is nothing to divide by', () => {
    const rates = ['pacing', 'ctr', 'vtr'] as const
    expect(rates.map((field) => inUnit(field, 3))).toEqual(['', '', ''])
    expect(inUnit('achievement', 3)).toBe(0)
    expect(inUnit('achievement', 4)).toBe('')
  })

  it('adds up by formula, and takes the rates of the sums', () => {
    const { totalRow, totalWithServiceRow, firstRow, lastRow } = geometry
    const total = (field: MonitoringField) => shownAt(layout, at(field, totalRow))
    expect(total('guaranteed')).toBe(4_000_000)
    expect(total('delivered')).toBe(903_334)
    expect(total('missing')).toBe(4_000_000 - 3_258_335)
    expect(total('achievement')).toBe(903_334 / 4_000_000)
    expect(total('ctr')).toBe(2400 / 903_334)
    expect(cellAt(layout, at('guaranteed', totalRow))).toMatchObject({
      formula: `SUMIF(A${firstRow}:A${lastRow},"집행",H${firstRow}:H${lastRow})`,
    })
    expect(cellAt(layout, at('guaranteed', totalWithServiceRow!))).toMatchObject({
      formula: `SUM(H${firstRow}:H${lastRow})`,
      result: 4_000_777,
    })
  })

  it('shows the status of the ads with how many have which', () => {
    expect(inUnit('publishStatus', 0)).toBe('게재중 12')
    expect(inUnit('publishStatus', 2)).toBe('실패 3 · 게재중 9 · 승인 1')
    expect(inUnit('publishStatus', 4)).toBe('')
    expect(inUnit('bookingStatus', 3)).toBe('구매완료')
  })

  it('says on top how many units are at risk, and how much will be missing', () => {
    expect(shownAt(layout, 'J4')).toBe('6개 중 1개 · 부족 666,668회')
    expect(layout.conditionalFormats![0]!.range).toBe('J4')
    expect(gridOf(monitoringSheet({ ...contents, units: [monitoringUnit()] }))[3]).toContain(
      '1개 모두 계획대로',
    )
  })

  it('has a row for each day, whose delivery stays empty until it comes', () => {
    const { firstDayRow, lastDayRow } = geometry
    expect(lastDayRow - firstDayRow + 1).toBe(10)
    const day = (i: number) =>
      ['B', 'C', 'D', 'E', 'F'].map((letter) => shownAt(layout, `${letter}${firstDayRow + i}`))
    expect(day(0)).toEqual([400_000, 0, 400_000, 0, 0])
    expect(day(3)).toEqual([400_000, 450_000, 1_600_000, 900_000, 0.5625])
    expect(day(4)).toEqual([400_000, '', 2_000_000, '', ''])
  })

  it('leaves a chart the days with their headings, and a place that covers nothing', () => {
    const { dayHeaderRow, firstDayRow, lastDayRow } = geometry
    expect(layout.charts).toMatchObject([
      {
        values: `B${dayHeaderRow}:C${lastDayRow}`,
        categories: `A${firstDayRow}:A${lastDayRow}`,
        from: `H${dayHeaderRow}`,
        to: `T${dayHeaderRow + 16}`,
      },
    ])
    expect(gridOf(layout)[dayHeaderRow - 1]!.slice(0, 3)).toEqual(['날짜', '보장노출', '실노출'])
    expect(monitoringSheet({ ...contents, days: [] }).charts).toEqual([])
  })

  it('keeps what a person wrote as text', () => {
    const row = geometry.firstRow + 2
    expect(cellAt(layout, at('platforms', row))).toMatchObject({
      kind: 'text',
      text: '=HYPERLINK("http://x")',
    })
    expect(cellAt(layout, at('product', row))).toMatchObject({ kind: 'text' })
  })

  it.each<[string, Partial<MonitoringContents>]>([
    ['nothing at all', { units: [], days: [] }],
    ['one unit and a day', { units: [monitoringUnit()], days: contents.days.slice(0, 1) }],
    ['English', { language: 'en' }],
    [
      'very large numbers',
      { units: [monitoringUnit({ guaranteed: 9_000_000_000_000, delivered: 8_999_999_999_999 })] },
    ],
  ])('keeps rows, ranges and styles together: %s', (_, fields) => {
    const given = { ...contents, ...fields }
    const drawn = monitoringSheet(given)
    const rows = [...drawn.rows]
    const { lastDayRow, dailyRow, dayHeaderRow, headerRow } = geometryOf(given)
    const labels = MONITORING_LABELS[given.language]
    expect(rows).toHaveLength(lastDayRow)
    expect(shownAt(drawn, `A${headerRow}`)).toBe(labels.columns.kind)
    expect(shownAt(drawn, `A${dailyRow}`)).toBe(labels.daily)
    expect(shownAt(drawn, `A${dayHeaderRow}`)).toBe(labels.dayColumns.date)
    expect(rows.every(({ cells }) => cells.length <= drawn.columns.length)).toBe(true)
    const used = new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.style ?? [])))
    expect([...used].filter((key) => !(key in drawn.styles))).toEqual([])
  })

  it('says whose it is and how far it goes', () => {
    const { id: campaignId } = contents.campaign
    expect(readMonitoring(gridOf(layout))).toMatchObject({
      campaignId,
      area: `A1:U${geometry.lastDayRow}`,
    })
    const { token } = readMonitoring(gridOf(layout))!
    const tokenOf = (fields: Partial<MonitoringContents>) =>
      readMonitoring(gridOf(monitoringSheet({ ...contents, ...fields })))!.token
    expect(tokenOf({ takenAt: 'later' })).toBe(token)
    // The same number of rows, but other rows.
    expect(tokenOf({ units: contents.units.slice(1), days: [...contents.days, contents.days[0]!] })).not.toBe(
      token,
    )
    expect(readMonitoring([['모니터링']])).toBeNull()
    expect(readMonitoring([])).toBeNull()
  })
})
