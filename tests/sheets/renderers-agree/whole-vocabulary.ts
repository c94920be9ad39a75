import type { CellStyle, SheetLayout } from '../../../shared/sheets/layout'

const font = { name: '맑은 고딕', size: 10 }
const STYLES: Record<string, CellStyle> = {
  plain: { font },
  strong: { font: { ...font, size: 14, color: 'B3261E', bold: true }, fill: 'FFF4D6' },
  slanted: {
    font: { ...font, italic: true },
    alignment: { horizontal: 'right', vertical: 'top', indent: 2 },
  },
  middle: { font, alignment: { horizontal: 'center', vertical: 'middle', wrap: true } },
  low: { font, alignment: { horizontal: 'left', vertical: 'bottom', indent: 1 } },
  number: { font, numberFormat: '#,##0_);-#,##0_);0_);@_)', locked: false },
  rate: { font, numberFormat: '0.00%' },
  date: { font, numberFormat: 'yyyy-mm-dd' },
  boxed: {
    font,
    border: {
      top: { weight: 'hair', color: '8A97A8' },
      right: { weight: 'thin', color: '1E3A5F' },
      bottom: { weight: 'medium', color: 'B3261E' },
      left: { weight: 'thin', color: 'D9DEE5' },
    },
  },
}

const alert = { style: 'stop', title: '다시 입력', message: '0 이상의 정수' } as const
const margins = { top: 1, right: 0.5, bottom: 0.75, left: 0.25, header: 0.2, footer: 0.4 }

/** A sheet with everything that a layout can contain, including what no sheet uses today. */
export const WHOLE_VOCABULARY: SheetLayout = {
  name: '모두',
  tabColor: '1E3A5F',
  styles: STYLES,
  columns: [
    { width: 9 },
    { width: 20.5 },
    { width: 4 },
    { width: 12, hidden: true },
    { width: 8.43 },
    { width: 60 },
  ],
  rows: [
    {
      height: 40.5,
      cells: [
        { kind: 'text', text: '=1+1', style: 'strong' },
        { kind: 'empty', style: 'strong' },
        { kind: 'empty', style: 'strong' },
        { kind: 'text', text: '_x0041_', style: 'plain' },
      ],
      merges: [{ column: 1, columns: 3, rows: 2 }],
    },
    {
      height: 3,
      cells: [
        { kind: 'empty', style: 'strong' },
        { kind: 'empty', style: 'strong' },
        { kind: 'empty', style: 'strong' },
      ],
    },
    {
      cells: [
        { kind: 'number', value: 1_250_000_000, style: 'number' },
        { kind: 'number', value: -0.0035, style: 'rate' },
        { kind: 'number', value: 46_357, style: 'date' },
        null,
        { kind: 'formula', formula: 'A3*2', result: 2_500_000_000, style: 'number' },
        {
          kind: 'formula',
          formula: 'IF(A3>0,"예 & ""아니요""","")',
          result: '예 & "아니요"',
          style: 'slanted',
        },
      ],
    },
    { cells: [] },
    {
      height: 30,
      cells: ['boxed', 'middle', 'boxed', 'low', 'slanted', 'boxed'].map((style) => ({
        kind: 'text',
        text: style,
        style,
      })),
    },
    {
      cells: [
        { kind: 'text', text: '줄\n바꿈', style: 'middle' },
        { kind: 'text', text: '  앞뒤  ', style: 'low' },
        { kind: 'text', text: '1e5' },
      ],
    },
  ],
  conditionalFormats: [
    {
      range: 'A3:B5',
      rule: { type: 'custom', formula: '$A3>100' },
      style: { fontColor: 'B3261E', bold: true },
    },
    {
      range: 'A3',
      rule: { type: 'cellValue', operator: 'between', formula: '1', formula2: '$B$3' },
      style: { fill: 'FDECEA' },
    },
    {
      range: 'C3:C6',
      rule: { type: 'cellValue', operator: 'equal', formula: '"x"' },
      style: { italic: true },
    },
    {
      range: 'C3:C6',
      rule: { type: 'cellValue', operator: 'lessThan', formula: '$E$3' },
      style: { italic: true, fill: 'E3F3E8' },
    },
    {
      range: 'E3',
      rule: { type: 'cellValue', operator: 'greaterThan', formula: '$A$3' },
      style: { fontColor: '1D5591' },
    },
  ],
  validations: [
    { range: 'A3', rule: { type: 'wholeNumber', min: 0, max: 999_999_999_999_999 }, allowBlank: true, alert },
    {
      range: 'B3:B6',
      rule: { type: 'list', values: ['PC+Mobile', '모바일', 'CTV'] },
      allowBlank: false,
      alert: { ...alert, style: 'warning' },
    },
    { range: 'C3', rule: { type: 'date', min: '2000-01-01', max: '2199-12-31' }, allowBlank: true, alert },
    {
      range: 'E3:E6',
      rule: { type: 'custom', formula: 'AND(ISNUMBER(E3),E3>=A3)' },
      allowBlank: false,
      alert,
    },
  ],
  names: [
    { name: 'Only_One', ref: '$D$1' },
    { name: 'Several', ref: '$D$3:$D$6' },
  ],
  freeze: { rows: 2, columns: 1 },
  print: {
    orientation: 'portrait',
    paper: 'A4',
    pagesWide: 2,
    pagesHigh: 3,
    area: 'A1:F6',
    repeatRows: { first: 1, last: 2 },
    breaksBefore: [4, 6],
    margins,
    header: { left: [{ text: 'R&D' }], right: [{ field: 'page' }] },
    footer: {
      center: [{ field: 'page' }, { text: ' / ' }, { field: 'pages' }],
      right: [{ text: '한빛 & 가온' }],
    },
  },
  protection: { allow: { formatColumns: true, insertRows: true, sort: true } },
  showGridlines: true,
}
