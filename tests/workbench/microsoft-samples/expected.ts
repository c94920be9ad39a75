/** What a sample leaves, by reading its script. */
export interface Expected {
  /** The button after whose click to look; without it, the last one. */
  after?: string
  /** Values by their addresses. */
  cells?: Record<string, unknown>
  /** Lines of its console, in this order; others may stand between them. */
  said?: (string | RegExp)[]
  /** Anything else of the workbook, and what it is. */
  look?: (context: Excel.RequestContext) => Promise<unknown>
  is?: unknown
}

const worksheet = ({ workbook }: Excel.RequestContext) => workbook.worksheets.getActiveWorksheet()

/** A property of ranges of the active sheet, as `format/fill/color`. */
function of(property: string, ...addresses: string[]): (context: Excel.RequestContext) => Promise<unknown> {
  return async (context) => {
    const ranges = addresses.map((address) => worksheet(context).getRange(address).load(property))
    await context.sync()
    return ranges.map((range) =>
      property.split('/').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], range),
    )
  }
}
const fills = (...addresses: string[]) => of('format/fill/color', ...addresses)

/** Where links lead, outside or inside the workbook. */
const links =
  (...addresses: string[]) =>
  async (context: Excel.RequestContext) => {
    const found = (await of('hyperlink', ...addresses)(context)) as (Excel.RangeHyperlink | null)[]
    return found.map((link) => link && (link.address || link.documentReference))
  }

const sheetNames = async (context: Excel.RequestContext) => {
  const sheets = context.workbook.worksheets.load('items/name')
  await context.sync()
  return sheets.items.map(({ name }) => name)
}

const selected = async (context: Excel.RequestContext) => {
  const range = context.workbook.getSelectedRange().load('address')
  await context.sync()
  return range.address
}

const table = async (context: Excel.RequestContext) => {
  const first = worksheet(context).tables.getItemAt(0).load('name')
  const range = first.getRange().load('address')
  await context.sync()
  return [first.name, range.address]
}

const hiddenRows = (last: number) => async (context: Excel.RequestContext) => {
  const rows = Array.from({ length: last }, (_, i) =>
    worksheet(context)
      .getRange(`${i + 1}:${i + 1}`)
      .load('rowHidden'),
  )
  await context.sync()
  return rows.flatMap(({ rowHidden }, i) => (rowHidden ? [i + 1] : []))
}

const isProtected = async (context: Excel.RequestContext) => {
  const { protection } = worksheet(context)
  protection.load('protected')
  context.workbook.protection.load('protected')
  await context.sync()
  return [protection.protected, context.workbook.protection.protected]
}

const conditionalFormats = async (context: Excel.RequestContext) => {
  const formats = worksheet(context)
    .getRange()
    .conditionalFormats.load('items/type,items/priority,items/stopIfTrue')
  await context.sync()
  return formats.items.map(({ type, priority, stopIfTrue }) => [type, priority, stopIfTrue])
}

const charts = async (context: Excel.RequestContext) => {
  const all = worksheet(context).charts.load('items/chartType')
  await context.sync()
  return all.items.map(({ chartType }) => chartType)
}

/** By folder and sample. */
export const EXPECTED: Record<string, Record<string, Expected[]>> = {
  '14-conditional-formatting': {
    'Advanced conditional formatting': [
      {
        after: 'apply-conditional-formats-stop-if-true',
        look: conditionalFormats,
        is: [
          ['CellValue', 0, true],
          ['PresetCriteria', 1, false],
        ],
      },
      { look: conditionalFormats, is: [['PresetCriteria', 0, false]] },
    ],
    'Basic conditional formatting': [
      {
        after: 'list-conditional-formats',
        look: async (context) => (await conditionalFormats(context)).map(([type]) => type),
        is: [
          'Custom',
          'TopBottom',
          'CellValue',
          'ContainsText',
          'IconSet',
          'DataBar',
          'PresetCriteria',
          'ColorScale',
        ],
      },
      { look: conditionalFormats, is: [] },
    ],
  },
  '18-custom-xml-parts': {
    'Using custom XML parts': [
      {
        after: 'change-custom-xml-part',
        look: async ({ workbook, sync }) => {
          const parts = workbook.customXmlParts.getByNamespace('http://schemas.contoso.com/review/1.0')
          const xml = parts.getOnlyItem().getXml()
          await sync.call(workbook.context)
          return xml.value
        },
        is: "<Reviewers xmlns='http://schemas.contoso.com/review/1.0'><Reviewer>John</Reviewer><Reviewer>Hitomi</Reviewer></Reviewers>",
      },
      {
        look: async (context) => {
          const count = context.workbook.customXmlParts.getCount()
          const setting = context.workbook.settings.getItemOrNullObject('ContosoReviewXmlPartId')
          await context.sync()
          return [count.value, setting.isNullObject]
        },
        is: [0, true],
      },
    ],
    'Unique namespaces in custom XML': [
      {
        after: 'test-for-unique-namespace',
        look: async (context) => {
          const count = context.workbook.customXmlParts
            .getByNamespace('http://schemas.contoso.com/review/1.0')
            .getCount()
          await context.sync()
          return count.value
        },
        is: 1,
      },
      {
        look: async (context) => {
          const count = context.workbook.customXmlParts.getCount()
          await context.sync()
          return count.value
        },
        is: 0,
      },
    ],
  },
  '22-data-validation': {
    'Data validation': [
      {
        look: async (context) => {
          const sheet = context.workbook.worksheets.getItem('Decision')
          const [names, ranking, comments] = ['A2:A4', 'B2:B4', 'C2:C4'].map((address) =>
            sheet.getRange(address).dataValidation.load('type,rule,errorAlert,prompt'),
          )
          await context.sync()
          return [
            names!.type,
            ranking!.rule.wholeNumber,
            ranking!.prompt.title,
            ranking!.errorAlert.style,
            comments!.rule.custom,
            comments!.errorAlert.style,
          ]
        },
        is: [
          'List',
          { formula1: 0, operator: 'GreaterThan' },
          'Positive numbers only.',
          'Stop',
          { formula: '=NOT(ISNUMBER(SEARCH(A2,C2)))' },
          'Information',
        ],
      },
    ],
  },
  '30-events': {
    'Data changed event details': [{ said: ['Added onChanged handler'], cells: { D8: 97 } }],
    'Data changed event': [{ said: ['The data changed handler is registered.'], cells: { B6: 5001 } }],
    'Column and row sort events': [
      {
        after: 'sort-q1',
        cells: {
          'A2:B5': [
            ['Quinces', 500],
            ['Plums', 600],
            ['Pears', 2000],
            ['Apples', 5000],
          ],
        },
      },
      {
        cells: { 'A1:E1': [['Fruit Sales', 'Q4', 'Q3', 'Q1', 'Q2']], 'B2:E2': [[100, 400, 500, 800]] },
        said: [/^Row sorted/, /^Row sorted/, /^Column sorted/, /^Column sorted/],
      },
    ],
    'Single click event': [{ said: ['The worksheet click handler is registered.'] }],
    'Chart events': [{ look: charts, is: ['Pie', 'CylinderCol', 'Pie', 'CylinderCol'] }],
    'Chart collection events': [
      {
        look: async (context) => (await charts(context)).length,
        is: 1,
        said: [/^A chart has been added with ID/],
      },
    ],
    'Comment events': [
      {
        said: [
          'A comment was added:',
          /Comment content: To do: add data\./,
          'A comment was changed:',
          /Updated comment content: Please add headers here\./,
          'A comment was deleted:',
        ],
      },
    ],
    'Enable and disable events': [
      { said: ['Events are currently off.'], cells: { A21: 'Grand Total', B21: '' } },
    ],
    'Formula changed event': [{ said: ['The new formula is: =A1 * C1'], cells: { D1: 48 } }],
    'Table events': [
      { said: [/Data changed address: B7$/, /The new selection is: B3:C3/], cells: { B7: 900 } },
    ],
    'Table collection events': [{ said: [/Data changed address: B7$/, /Data changed address: C15$/] }],
    'Workbook activated event': [{ said: ['Added event handler for workbook activated.'] }],
    'Workbook and worksheet collection events': [
      {
        said: [
          'Added worksheet named "Sheet2" in position 1',
          'Deleted worksheet named "Sheet3"',
          /Position after move: 1/,
        ],
        look: sheetNames,
        is: ['Sheet2', 'Sheet1'],
      },
    ],
    'Worksheet protection events': [{ said: ['Protection status changed. Protection status is now: true.'] }],
    'Worksheet events': [
      {
        said: [
          /selected range has changed to: B7:C7/,
          /Name before change: Sample$/,
          /Name after change: NewWorksheetName$/,
        ],
        look: sheetNames,
        is: ['Sheet1', 'NewWorksheetName'],
      },
    ],
    'Selection changed events': [{ cells: { A15: 'Binding range', 'B2:E2': [[5000, 7000, 6544, 4377]] } }],
  },
  '34-named-item': {
    'Create, access, and remove': [
      {
        look: async (context) => {
          const names = worksheet(context).names.load('items/name,items/formula')
          const formula = worksheet(context).getRange('D11').load('formulas')
          const header = worksheet(context).getRange('A1').load('format/fill/color')
          await context.sync()
          return [
            names.items.map(({ name, formula }) => [name, formula]),
            formula.formulas[0]![0],
            header.format.fill.color,
          ]
        },
        is: [[['ExpensesHeader', '=Sample!$A$1:$D$1']], '=SUM(ExpensesTable[AMOUNT])', '#FF0000'],
      },
    ],
    Update: [
      {
        said: ['Just updated the named item "MyRange" -- it\'s now located here: =Sample!$B$10:$D$14'],
        look: selected,
        is: 'Sample!B10:D14',
      },
    ],
  },
  '42-range': {
    'Get and set cell properties': [
      { look: fills('A1', 'C2', 'B3', 'D3'), is: ['#FFFFFF', '#0000FF', '#0000FF', '#FFFFFF'] },
      { look: of('format/font/italic', 'C3', 'D3', 'D4', 'E5'), is: [true, false, true, true] },
    ],
    'Dynamic arrays': [
      {
        cells: {
          'G4:J4': [['Date', 'Merchant', 'Category', 'Amount']],
          'H5:J6': [
            ['Best For You Organics Company', 'Groceries', 27],
            ['Best For You Organics Company', 'Groceries', 97],
          ],
        },
      },
    ],
    Formatting: [
      { look: fills('B2', 'E2', 'B3'), is: ['#4472C4', '#4472C4', '#FFFFFF'] },
      {
        look: of('text', 'D3:E5'),
        is: [
          [
            ['7.50', '15.00'],
            ['34.50', '34.50'],
            ['9.56', '47.80'],
          ],
        ],
      },
    ],
    'Insert, delete, and clear': [
      { after: 'insert-range', cells: { 'B4:E4': [['', '', '', '']], 'B5:E5': [['Coffee', 1, 34.5, 34.5]] } },
      { after: 'delete-range', cells: { 'B4:E4': [['Coffee', 1, 34.5, 34.5]] } },
      { cells: { 'E2:E5': [[''], [''], [''], ['']], D5: 9.56 } },
    ],
    Outline: [
      {
        after: 'setup-totals',
        cells: { G2: 2017, L2: 2018, Q2: 2019, G4: 9000, C6: 1200, C10: 21200, R10: 160800 },
      },
      { after: 'collapse-outline', look: hiddenRows(10), is: [4, 5, 6, 7, 8, 9] },
      { look: hiddenRows(10), is: [] },
    ],
    'Precedents and dependents': [
      {
        said: [
          /Direct precedent cells of Sample2026Data!F5/,
          /Sample2025Data!E5/,
          /Sample2026Data!E5/,
          /All precedent cells of Sample2026Data!F5/,
          /Sample2025Data!C5:E5/,
          /Direct dependent cells of Sample2025Data!E4/,
          /Sample2026Data!F4/,
        ],
        look: fills('B3:F5'),
        is: ['#FFFFFF'],
      },
    ],
    'Discontiguous ranges (RangeAreas) and special cells': [
      {
        look: fills('D3', 'G4', 'F3', 'J5', 'I3', 'B2', 'C3'),
        // The columns D and G were pink before their texts and numbers were asked for.
        is: ['#FFA500', '#FFC0CB', '#90EE90', '#90EE90', '#FFA500', '#FFA500', '#FFFFFF'],
      },
      {
        said: [
          'Each range is an entireColumn: false',
          'Range addresses: Sample!C3:C5,Sample!E3:E5',
          'Number of ranges: 2',
        ],
      },
    ],
    'Auto fill': [
      {
        cells: {
          'F4:F7': [[9000], [3700], [23000], [40000]],
          'K5:K7': [[''], [''], ['']],
          'P4:P7': [[7300], [2700], [22500], [34100]],
        },
      },
      { look: fills('F7', 'K7', 'P7'), is: ['#FFFFFF', '#ADD8E6', '#ADD8E6'] },
    ],
    Checkboxes: [{ cells: { B3: true, B10: 'UNKNOWN' } }],
    'Copy and paste ranges': [
      {
        after: 'transpose',
        cells: {
          'G1:K1': [[3, 5, 7, '', 15]],
          'G2:K2': [[3, 5, 7, '', 15]],
          G3: 15,
          'G4:K4': [[3, 3, 3, 3, 3]],
          'G5:K5': [['', '', '', '', '']],
          'G6:K6': [[3, 5, 7, 'Old Data', 15]],
          'G7:G10': [[3], [5], [7], ['']],
        },
      },
      { cells: { 'A1:E1': [['', '', '', '', '']], 'G12:K12': [[3, 5, 7, '', 15]] } },
    ],
    'Find text matches within a range': [
      { said: ['Finding complete match = true', 'Search direction = Backwards'] },
    ],
    'Select used range edge': [
      { after: 'get-range-edge-left', look: selected, is: 'Sample!C8' },
      { after: 'get-range-edge-up', look: selected, is: 'Sample!C5' },
      { after: 'get-extended-range-right', look: selected, is: 'Sample!C5:F5' },
      { look: selected, is: 'Sample!C5:F12' },
    ],
    Hyperlinks: [
      {
        after: 'create-document-hyperlinks',
        look: links('A9', 'A11'),
        is: ['Apple!A1', 'Melon!A1'],
      },
      {
        after: 'update-hyperlinks',
        look: links('A3'),
        is: ['https://wikipedia.org/wiki/Potato'],
      },
      { look: links('A3', 'A9'), is: [null, null] },
    ],
    'Merged ranges': [
      {
        said: ['Address of the merged range: Sample!B2:E2', 'Number of cells in the merged range: 4'],
        look: of('format/horizontalAlignment', 'B2'),
        is: ['Center'],
      },
    ],
    'Range relationships': [
      { after: 'intersection', cells: { J4: 'Intersection' } },
      {
        cells: { H2: 'Bounding Rect', J4: 'ResizedRange(2,-1)', K8: 'OffsetRange(6,3)' },
        look: charts,
        is: ['ColumnClustered', 'ColumnClustered'],
      },
    ],
    'Remove duplicates': [
      {
        after: 'delete-name',
        cells: { 'B3:B7': [['Onions'], ['Potatoes'], ['Red Wine'], ['Arugula'], ['']] },
      },
      {
        said: ['5 entries with duplicate names removed.', '4 entries with unique names remain in the range.'],
        cells: { 'C3:C6': [['Contoso Produce'], ['Coho Vineyard'], ['Best For You Organics Company'], ['']] },
      },
    ],
    'Text orientation': [{ said: ['The text orientation within the range "Sample!B2:E2" is 90.'] }],
    'Selected range': [{ look: selected, is: 'Sheet1!B2:E6' }],
    'Values and formulas': [
      { after: 'set-value', cells: { C3: 5 } },
      {
        cells: {
          'B5:D5': [['Potato Chips', 10, 1.8]],
          'E2:E6': [['Total Price'], [37.5], [34.5], [18], [90]],
        },
      },
    ],
    Style: [
      {
        said: ['Orientation: 38', 'Add indent: true', 'Shrink to fit: true', 'Style locked: false'],
        look: of('style', 'A1:E1'),
        is: ['Neutral'],
      },
    ],
    'Used range': [
      { said: ['Need Data to Make Chart'], cells: { B3: 'Frames', 'B9:F9': [['Total', '', '', '', 6]] } },
    ],
  },
  '46-table': {
    'Add rows and columns': [
      {
        look: table,
        is: ['ExpensesTable', 'Sample!A1:F11'],
        cells: { 'D9:E9': [[120, 'Yes']], F1: 'Type of the Day' },
      },
    ],
    'Convert a range': [{ look: table, is: ['ExpensesTable', 'Sample!A1:E7'] }],
    'Create a table': [
      {
        look: table,
        is: ['ExpensesTable', 'Sample!A1:D8'],
        cells: { 'B8:D8': [['Best For You Organics Company', 'Groceries', 97]] },
      },
    ],
    'Filter data': [
      // Below the average of 129.14, and of two categories: 27, 33 and 97 stay.
      { after: 'filter-table', look: hiddenRows(8), is: [2, 3, 6, 7] },
      { look: hiddenRows(8), is: [] },
    ],
    Formatting: [{ look: fills('A1', 'B2', 'B3', 'A3'), is: ['#C70039', '#DAF7A6', '#FFC300', '#FFA07A'] }],
    'Get data': [
      {
        cells: {
          A18: 'Results',
          'B20:D20': [['Merchant', 'Category', 'Amount']],
          'B21:D21': [['The Phone Company', 'Communications', 120]],
        },
      },
    ],
    'Get visible range': [
      { look: hiddenRows(8), is: [3, 6, 7], said: [/Northwind Electric Cars/, /^(?!.*Northwind)/] },
    ],
    'Import JSON data': [{ look: table, is: ['ExpensesTable', 'Sample!A1:D12'], cells: { D12: 178 } }],
    'Resize a table': [{ look: table, is: ['ExpensesTable', 'Sample!A1:D20'] }],
    'Sort data': [{ cells: { 'D2:D8': [[350], [142], [135], [120], [97], [33], [27]] } }],
  },
  '50-workbook': {
    'Add-in settings': [
      {
        said: ['Workbook needs review: true', 'Workbook needs review: false', 'The setting has been deleted'],
      },
    ],
    'Create workbook': [{ look: sheetNames, is: ['Sheet1'] }],
    'Culture info: date and time': [{ cells: { A3: 'Short date', B3: 'yyyy-MM-dd' } }],
    'Culture info': [{ cells: { C2: 14.37, C3: 123456789 } }],
    'Data protection': [
      { after: 'protect-data-in-worksheet', look: isProtected, is: [true, false] },
      { after: 'protect-workbook-structure', look: isProtected, is: [false, true] },
      { after: 'password-protect-data-in-worksheet', look: isProtected, is: [true, false] },
      { look: isProtected, is: [false, false] },
    ],
    'Use built-in Excel functions': [
      { said: [/Number of wrenches sold in November = 12/, /November, December, and January = 45/] },
    ],
    Calculations: [{ said: ['Current calculation mode: Manual', 'Current calculation mode: Automatic'] }],
    'Active cell': [{ said: ['The active cell is Sheet1!A1'] }],
    'Insert external worksheets': [{ look: sheetNames, is: ['Sheet1', 'Sheet1 (2)', 'Prices'] }],
    'Save and close': [{ look: sheetNames, is: ['Sheet1'] }],
    'Undo grouping': [{ cells: { 'A6:D6': [['Total', 390, 450, 445]] } }],
  },
  '54-worksheet': {
    'Active worksheet': [{ said: ['The active worksheet is "Sheet1"', 'The active worksheet is "Sheet2"'] }],
    'Add, delete, rename, and move worksheet': [
      {
        said: ['Added worksheet named "Sheet2" in position 1', 'Deleting worksheet named "Sheet2"'],
        look: sheetNames,
        is: ['Renamed1'],
      },
    ],
    Gridlines: [
      {
        after: 'hide-gridlines',
        look: async (context) => {
          const sheet = worksheet(context).load('showGridlines')
          await context.sync()
          return sheet.showGridlines
        },
        is: false,
      },
    ],
    'List worksheets': [{ said: ['There is one worksheet in the workbook:', 'Sheet1'] }],
    'Reference worksheets by relative position': [
      {
        said: [
          /2017 was \$2,304\.23\nTax due for 2016 was \$2,245\.40/,
          /2014: 21\.30%\nTax rate for 2017: 22\.05%/,
        ],
      },
    ],
    'Tab color': [
      {
        after: 'set-tab-color-to-named-color',
        look: async (context) => {
          const sheet = worksheet(context).load('tabColor')
          await context.sync()
          return sheet.tabColor
        },
        is: '#FFFF00',
      },
      { said: ['Tab color for the "Sheet1" worksheet is the default color.'] },
    ],
    AutoFilter: [
      {
        after: 'add-custom-auto-filter',
        look: async (context) => {
          const types = worksheet(context).getRange('B2:B21').getVisibleView().load('values')
          await context.sync()
          return [...new Set(types.values.flat())]
        },
        is: ['Lime', 'Orange', 'Apple'],
      },
      { look: hiddenRows(21), is: [] },
    ],
    'Copy worksheet': [{ look: sheetNames, is: ['Sheet1', 'Sample', 'Sample (2)'] }],
    'Find text matches within a worksheet': [
      {
        said: ['No canceled projects'],
        look: fills('B2', 'C2', 'B6', 'D4', 'D6'),
        is: ['#008000', '#FFFFFF', '#FFFFFF', '#FFFF00', '#FFFF00'],
      },
    ],
    'Frozen panes': [{ said: [/is "Sample!A1:K5"/] }],
    'Page layout and print settings': [
      {
        look: async (context) => {
          const { pageLayout, horizontalPageBreaks } = worksheet(context)
          pageLayout.load('orientation,zoom,centerHorizontally,centerVertically,blackAndWhite')
          const area = pageLayout.getPrintArea().load('address')
          const title = pageLayout.getPrintTitleRowsOrNullObject().load('address')
          const breaks = horizontalPageBreaks.getCount()
          await context.sync()
          const { orientation, zoom, centerHorizontally, centerVertically, blackAndWhite } = pageLayout
          return [
            orientation,
            zoom.scale,
            centerHorizontally,
            centerVertically,
            blackAndWhite,
            area.address,
            title.address,
            breaks.value,
          ]
        },
        is: ['Landscape', 200, true, true, true, 'Print!A1:D41', 'Print!1:1', 1],
      },
    ],
    'Get range or cell': [
      { said: [/"Sample!B2:E5"/, /"Sample!A1:XFD1048576"/, /"Sample!B2:C5"/, /"Sample!E2"/] },
    ],
    Visibility: [
      { said: ['Cannot hide the only visible worksheet', 'No hidden worksheets in the workbook'] },
    ],
  },
}
