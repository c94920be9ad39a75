import { readFileSync } from 'node:fs'
import { type Element, Window } from 'happy-dom'
import { OfficeAddinManifest } from 'office-addin-manifest'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Desk } from '../../addin/desk/desk'
import { ACTION_IDS, associateCommands } from '../../addin/pane/commands'
import { OPERATOR_CONTROLS } from '../../addin/pane/ribbon'
import SHORTCUTS from '../../shortcuts.json'
import { MANIFEST, requiredSets } from './manifest-file'

const ORIGIN = 'https://localhost:3000'
/** The order of child elements in Microsoft's schema; with a wrong order Excel refuses the whole add-in. */
const ORDER: Record<string, string[]> = {
  OfficeApp: [
    'Id',
    'AlternateId',
    'Version',
    'ProviderName',
    'DefaultLocale',
    'DisplayName',
    'Description',
    'IconUrl',
    'HighResolutionIconUrl',
    'SupportUrl',
    'AppDomains',
    'Hosts',
    'Requirements',
    'DefaultSettings',
    'Permissions',
    'VersionOverrides',
    'ExtendedOverrides',
  ],
  DisplayName: ['Override'],
  Description: ['Override'],
  AppDomains: ['AppDomain'],
  Hosts: ['Host'],
  Requirements: ['Sets'],
  Sets: ['Set'],
  DefaultSettings: ['SourceLocation'],
  VersionOverrides: ['Description', 'Requirements', 'Hosts', 'Resources'],
  Host: ['Runtimes', 'AllFormFactors', 'DesktopFormFactor'],
  AllFormFactors: ['ExtensionPoint'],
  Script: ['SourceLocation'],
  Page: ['SourceLocation'],
  Metadata: ['SourceLocation'],
  Runtimes: ['Runtime'],
  DesktopFormFactor: ['GetStarted', 'FunctionFile', 'ExtensionPoint'],
  GetStarted: ['Title', 'Description', 'LearnMoreUrl'],
  ExtensionPoint: ['CustomTab', 'OfficeMenu', 'Script', 'Page', 'Metadata', 'Namespace'],
  CustomTab: ['Group', 'Label', 'InsertAfter'],
  OfficeMenu: ['Control'],
  Group: ['Label', 'Icon', 'Control'],
  Control: ['Label', 'Supertip', 'Icon', 'Action', 'Enabled'],
  Supertip: ['Title', 'Description'],
  Icon: ['bt:Image'],
  Action: ['FunctionName'],
  Resources: ['bt:Images', 'bt:Urls', 'bt:ShortStrings', 'bt:LongStrings'],
  'bt:Images': ['bt:Image'],
  'bt:Urls': ['bt:Url'],
  'bt:ShortStrings': ['bt:String'],
  'bt:LongStrings': ['bt:String'],
  'bt:String': ['bt:Override'],
}

const document = new new Window().DOMParser().parseFromString(MANIFEST, 'application/xml')
const elements = [...document.getElementsByTagName('*')]
const named = (...tags: string[]) => elements.filter(({ tagName }) => tags.includes(tagName))
const attribute = (name: string) => (element: Element) => element.getAttribute(name)
const resource = (id: string | null) => {
  const found = named('bt:Image', 'bt:Url', 'bt:String').filter(
    (element) => element.getAttribute('id') === id,
  )
  expect(found, `resource ${id}`).toHaveLength(1)
  return found[0]!
}

describe('the manifest', () => {
  it('is read by the official reader', async () => {
    const info = await OfficeAddinManifest.readManifestFile('manifest.xml')
    expect(info).toMatchObject({
      displayName: 'Flightsheet',
      defaultLocale: 'ko-KR',
      officeAppType: 'TaskPaneApp',
      version: `${JSON.parse(readFileSync('package.json', 'utf8')).version}.0`,
    })
    expect(info.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('has its elements in the order of the schema, and no others', () => {
    for (const parent of elements.filter(({ children }) => children.length > 0)) {
      const order = ORDER[parent.tagName] ?? []
      const places = [...parent.children].map(({ tagName }) => order.indexOf(tagName))
      const tags = [...parent.children].map(({ tagName }) => tagName)
      expect(places, `${parent.tagName}: ${tags}`).toEqual(places.toSorted((a, b) => a - b))
      expect(places, `${parent.tagName}: ${tags}`).not.toContain(-1)
    }
  })

  it('names only resources that exist, and has none that nobody names', () => {
    const used = new Set(elements.flatMap((element) => element.getAttribute('resid') ?? []))
    const existing = named('bt:Image', 'bt:Url', 'bt:String').flatMap((one) => one.getAttribute('id') ?? [])
    expect(new Set(existing).size).toBe(existing.length)
    expect([...used].sort()).toEqual([...existing].sort())
    expect(existing.filter((id) => id.length > 32)).toEqual([])
  })

  it('takes long strings where it may, and short ones elsewhere', () => {
    const resources = (list: string) =>
      named(list).flatMap(({ children }) => [...children].map(attribute('id')))
    const users = (list: string) =>
      elements
        .filter((element) => resources(list).includes(element.getAttribute('resid')))
        .map(({ tagName }) => tagName)
    expect([...new Set(users('bt:LongStrings'))]).toEqual(['Description'])
    expect([...new Set(users('bt:ShortStrings'))].sort()).toEqual(['Label', 'Namespace', 'Title'])
    expect([...new Set(users('bt:Urls'))].sort()).toEqual([
      'FunctionFile',
      'LearnMoreUrl',
      'Runtime',
      'SourceLocation',
    ])
    expect([...new Set(users('bt:Images'))]).toEqual(['bt:Image'])
  })

  it('keeps short texts within 125 characters and long ones within 250', () => {
    const texts = (...tags: string[]) =>
      named(...tags).flatMap((element) =>
        [element, ...element.querySelectorAll('*')].flatMap(
          (one) => one.getAttribute('DefaultValue') ?? one.getAttribute('Value') ?? [],
        ),
      )
    expect(
      texts('DisplayName', 'bt:ShortStrings').filter(({ length }) => length === 0 || length > 125),
    ).toEqual([])
    expect(
      texts('Description', 'bt:LongStrings').filter(({ length }) => length === 0 || length > 250),
    ).toEqual([])
  })

  it('says everything in Korean, and in English too', () => {
    const said = elements.filter(
      ({ tagName, attributes }) =>
        ['bt:String', 'DisplayName', 'Description'].includes(tagName) &&
        attributes.getNamedItem('DefaultValue'),
    )
    const korean = said.filter((one) => /\p{Script=Hangul}/u.test(one.getAttribute('DefaultValue')!))
    for (const one of korean) {
      const english = [...one.children].filter((child) => child.getAttribute('Locale') === 'en-US')
      expect(english.map(attribute('Value')), one.outerHTML).toEqual([
        expect.stringMatching(/^[\x20-\x7e]+$/),
      ])
    }
    // A name needs no translation.
    const others = said.filter((one) => !korean.includes(one)).map(attribute('DefaultValue'))
    expect([...new Set(others)].sort()).toEqual(['FLIGHT', 'Flightsheet'])
  })

  it('gives every group and control an id of its own, in one tab and in the menu of a cell', () => {
    const ids = named('CustomTab', 'Group', 'Control').map(attribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(named('CustomTab')).toHaveLength(1)
    expect(named('ExtensionPoint').map(attribute('xsi:type'))).toEqual([
      'CustomFunctions',
      'PrimaryCommandSurface',
      'ContextMenu',
    ])
    expect(named('OfficeMenu').map(attribute('id'))).toEqual(['ContextMenuCell'])
    // A menu with ExecuteFunction breaks the whole manifest in Excel on the web.
    expect(new Set(named('Control').map(attribute('xsi:type')))).toEqual(new Set(['Button']))
    expect(new Set(named('Action').map(attribute('xsi:type')))).toEqual(new Set(['ExecuteFunction']))
  })

  it('has one runtime that lives as long as the workbook, and one page for all of it', () => {
    const [runtime, ...more] = named('Runtime')
    expect(more).toEqual([])
    expect(runtime!.getAttribute('lifetime')).toBe('long')
    const page = runtime!.getAttribute('resid')
    expect(named('FunctionFile').map(attribute('resid'))).toEqual([page])
    expect(named('DefaultSettings')[0]!.children[0]!.getAttribute('DefaultValue')).toBe(
      resource(page).getAttribute('DefaultValue'),
    )
    expect(named('Page')[0]!.children[0]!.getAttribute('resid')).toBe(page)
    expect(requiredSets().map(({ name }) => name)).toContain('SharedRuntime')
  })

  it('stands on one origin, over HTTPS', () => {
    const addresses = [...MANIFEST.matchAll(/(?<!xmlns(?::\w+)?=)["'>](https?:\/\/[^"'<]+)/g)].map(
      ([, url]) => url!,
    )
    const elsewhere = addresses.filter((url) => !url.startsWith('http://schemas.microsoft.com/'))
    expect(new Set(elsewhere.map((url) => new URL(url).origin))).toEqual(new Set([ORIGIN]))
    expect(named('AppDomain').map(({ textContent }) => textContent)).toEqual([ORIGIN])
  })

  it('points to icons that are there, each of exactly its size', () => {
    const icons = [
      ...named('IconUrl').map((one) => [32, one.getAttribute('DefaultValue')] as const),
      ...named('HighResolutionIconUrl').map((one) => [64, one.getAttribute('DefaultValue')] as const),
      ...named('Icon').flatMap(({ children }) => {
        expect([...children].map(attribute('size'))).toEqual(['16', '32', '80'])
        return [...children].map((image) => {
          const url = resource(image.getAttribute('resid')).getAttribute('DefaultValue')
          return [Number(image.getAttribute('size')), url] as const
        })
      }),
    ]
    for (const [size, url] of icons) {
      const png = readFileSync(url!.replace(`${ORIGIN}/`, ''))
      expect(png.subarray(1, 4).toString(), url!).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)], url!).toEqual([size, size])
    }
  })
})

describe('the keyboard shortcuts', () => {
  it('are named by the manifest, run commands that exist, and each combination runs one', () => {
    const [overrides] = named('ExtendedOverrides')
    expect(overrides!.getAttribute('Url')).toBe(`${ORIGIN}/addin/shortcuts.json`)
    const ids = SHORTCUTS.actions.map(({ id }) => id)
    for (const id of ids) expect(ACTION_IDS).toContain(id)
    expect(SHORTCUTS.shortcuts.map(({ action }) => action)).toEqual(ids)
    for (const of of ['default', 'mac'] as const) {
      const keys = SHORTCUTS.shortcuts.map(({ key }) => key[of])
      expect(new Set(keys).size).toBe(keys.length)
      // A letter with two modifiers, as Excel takes it.
      for (const key of keys) expect(key).toMatch(/^(Ctrl\+Alt|Command\+Option)\+[A-Z]$/)
    }
  })
})

describe('the ribbon', () => {
  it('has the controls that are switched off for planners', () => {
    const ids = named('Control').map(attribute('id'))
    for (const id of OPERATOR_CONTROLS) expect(ids).toContain(id)
  })
})

describe('the actions of the manifest', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('are those that the add-in associates', () => {
    const associate = vi.fn()
    vi.stubGlobal('Office', { actions: { associate } })
    associateCommands({} as Desk, Promise.resolve())
    const associated = associate.mock.calls.map(([id]) => id)
    expect(associated.sort()).toEqual([...ACTION_IDS].sort())
    expect([...new Set(named('FunctionName').map(({ textContent }) => textContent))].sort()).toEqual(
      associated,
    )
  })
})
