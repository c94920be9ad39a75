// @vitest-environment happy-dom
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { implementedMembers } from '../../workbench/host/host-type'
import { isSetSupported } from '../../workbench/office/api-sets'
import { type HeadlessExcel, headlessExcel } from './headless-excel'
import { requiredSets } from './manifest-file'
import { type MemberUse, officeMembers, type RequirementSet } from './office-members'

/** Members that an Excel with all requirement sets of the manifest may lack; the code works without them. */
const OPTIONAL: Record<string, string> = {
  'Context.partitionKey': 'undefined where the browser does not keep storage apart by page',
  'WorksheetChangedEventArgs.triggerSource':
    'a field of an event, undefined in an older Excel: there the writes themselves switch events off',
}

let uses: MemberUse[]
let excel: HeadlessExcel

beforeAll(async () => {
  uses = officeMembers('addin')
  excel = await headlessExcel()
})

afterAll(() => excel.dispose())

describe('the members of Office.js that the add-in uses', () => {
  it('came with the requirement sets of the manifest, or are guarded where they are used', () => {
    expect(unguarded(uses, requiredSets())).toEqual([])
  })

  it('need what the manifest asks for, and nothing less', () => {
    for (const asked of requiredSets()) {
      const needed = uses.flatMap(({ set }) => (set && includes(asked, set) ? [set.minor] : []))
      expect(Math.max(...needed), asked.name).toBe(asked.minor)
    }
  })

  it('are in the workbench, as far as it says so', () => {
    expect(missing(uses, implementedMembers())).toEqual([])
  })

  it('are in what the workbench has beside the workbook', () => {
    const { Office } = excel
    const objects: Record<string, object> = {
      Office,
      Actions: Office.actions,
      Addin: Office.addin,
      Context: Office.context,
      ContextInformation: Office.context.diagnostics,
      OfficeTheme: Office.context.officeTheme,
      RequirementSetSupport: Office.context.requirements,
      Ribbon: Office.ribbon,
      // Passed to `requestUpdate`, which the workbench's page understands.
      RibbonUpdaterData: { tabs: null },
      Tab: { id: null, groups: null },
      Group: { id: null, controls: null },
      Control: { id: null, enabled: null },
      UI: Office.context.ui,
      EventType: Office.EventType,
      AsyncResultStatus: Office.AsyncResultStatus,
      // A window and what opens it are there when one is open; the browser's tests of the company's sign-in open it.
      Dialog: { addEventHandler: null, close: null },
      AsyncResult: { status: null, value: null, error: null },
      Error: { message: null },
      // Passed to a command; the tests of the commands call it.
      Event: { completed: null },
    }
    const lacking = uses.filter(({ library, member }) => {
      const [name, owner = 'Office'] = member.split('.').reverse()
      return library === 'Office' && !(member in OPTIONAL) && !(name! in (objects[owner] ?? {}))
    })
    expect(lacking.map(({ place, member }) => `${place} ${member}`)).toEqual([])
  })

  // To update the file: npm test -- tests/addin/office-members -u
  it('are the ones in docs/excel-members.md', async () => {
    await expect(listed(uses)).toMatchFileSnapshot('../../docs/excel-members.md')
  })
})

describe('the reading of the add-in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-members-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const read = (code: string) => {
    const compilerOptions = {
      strict: true,
      types: ['office-js'],
      typeRoots: [resolve('node_modules/@types')],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }))
    writeFileSync(join(folder, 'sample.ts'), code)
    return officeMembers(folder)
  }
  const API_10 = [{ name: 'ExcelApi', minor: 10 }]

  it('finds a member whichever way it is named', () => {
    const ways: [code: string, ...members: string[]][] = [
      ['(range: Excel.Range) => range.values', 'Range.values'],
      ["(range: Excel.Range) => range['values']", 'Range.values'],
      ['({ values: all }: Excel.Range) => all', 'Range.values'],
      ['(range?: Excel.Range) => range?.format.fill', 'Range.format', 'RangeFormat.fill'],
      ['(one: Excel.Shape | Excel.Chart) => one.name', 'Chart.name', 'Shape.name'],
      [
        '(range: Excel.Range) => range.load({ format: { indentLevel: true } })',
        'Range.format',
        'RangeFormat.indentLevel',
      ],
      ['(range: Excel.Range) => range.set({ hyperlink: {} })', 'Range.hyperlink'],
      ['() => Excel.RangeCopyType.link', 'RangeCopyType', 'RangeCopyType.link'],
    ]
    const found = read(ways.map(([code], i) => `export const way${i} = ${code}`).join('\n'))
    const inLine = (line: number) => found.filter(({ place }) => place.endsWith(`:${line}`))
    for (const [i, [code, ...members]] of ways.entries()) {
      expect(
        inLine(i + 1)
          .map(({ member }) => member)
          .sort(),
        code,
      ).toEqual(members)
    }
  })

  it('refuses names that are loaded as text', () => {
    expect(() => read("(range: Excel.Range) => range.load('values')")).toThrow('sample.ts:1')
  })

  it('names what is later than asked for, with its place', () => {
    const late = unguarded(
      read('(sheet: Excel.Worksheet) => {\n  sheet.load({ showDataTypeIcons: true })\n}'),
      API_10,
    )
    expect(late).toEqual([
      expect.stringMatching(/sample\.ts:2 Worksheet\.showDataTypeIcons needs ExcelApi 1\.\d+$/),
    ])
  })

  it('takes a guard for the set that it asks for, where it holds', () => {
    const asks = (name: string, version: string) =>
      `Office.context.requirements.isSetSupported('${name}', '${version}')`
    const found = read(`export function guarded(book: Excel.Workbook) {
      if (${asks('ExcelApiOnline', '1.1')}) book.linkedWorkbooks.refreshAll()
      if (${asks('ExcelApiOnline', '1.1')}) return
      else book.linkedWorkbooks
      if (${asks('ExcelApi', '1.19')}) book.linkedWorkbooks
      return ${asks('ExcelApiOnline', '1.1')} ? book.linkedWorkbooks : null
    }`)
    expect(unguarded(found, API_10)).toEqual([
      expect.stringMatching(/:4 Workbook\.linkedWorkbooks needs ExcelApiOnline 1\.1$/),
      expect.stringMatching(/:5 Workbook\.linkedWorkbooks needs ExcelApiOnline 1\.1$/),
    ])
  })

  it('names what the workbench lacks', () => {
    const found = read('(sheet: Excel.Worksheet) => [sheet.name, sheet.tabColor]')
    expect(missing(found, ['Worksheet.name'])).toEqual([
      expect.stringMatching(/sample\.ts:1 Worksheet\.tabColor$/),
    ])
  })
})

function unguarded(found: MemberUse[], asked: RequirementSet[]): string[] {
  const late = found.filter(
    ({ member, set, guards }) =>
      set && !(member in OPTIONAL) && ![...asked, ...guards].some((given) => includes(given, set)),
  )
  return late.map(({ place, member, set }) => `${place} ${member} needs ${text(set!)}`)
}

function missing(found: MemberUse[], able: string[]): string[] {
  const lacking = found.filter(
    ({ hosted, member, guards }) =>
      hosted &&
      !able.includes(member) &&
      guards.every(({ name, minor }) => isSetSupported(name, `1.${minor}`)),
  )
  return lacking.map(({ place, member }) => `${place} ${member}`)
}

function includes(given: RequirementSet, set: RequirementSet): boolean {
  return given.name === set.name && given.minor >= set.minor
}

function text({ name, minor }: RequirementSet): string {
  return Number.isFinite(minor) ? `${name} 1.${minor}` : `${name} preview`
}

function listed(found: MemberUse[]): string {
  const rows = new Set(
    found.map(({ library, member, set }) => `| \`${library}.${member}\` | ${set ? text(set) : ''} |`),
  )
  return [
    '# What the add-in uses of Office.js',
    '',
    'Read from the code by `tests/addin/office-members.ts`; the requirement sets are those of Microsoft’s documentation.',
    'After a change: `npm test -- tests/addin/office-members -u`.',
    '',
    '| Member | Requirement set |',
    '|---|---|',
    ...[...rows].sort(),
    '',
  ].join('\n')
}
