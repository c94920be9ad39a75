import { existsSync, readFileSync, statSync } from 'node:fs'
import { OfficeAddinManifest } from 'office-addin-manifest'
import { describe, expect, it } from 'vitest'
import { ACTION_IDS } from '../../addin/commands/commands'

const text = readFileSync('manifest.xml', 'utf8')
const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!)
const order = (...names: string[]) => names.map((name) => text.indexOf(`<${name}`))
const ascending = (places: number[]) =>
  places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!))

describe('the manifest', () => {
  it('is read by the official reader', async () => {
    const info = await OfficeAddinManifest.readManifestFile('manifest.xml')
    expect(info).toMatchObject({
      displayName: 'Flightsheet',
      defaultLocale: 'ko-KR',
      officeAppType: 'TaskPaneApp',
    })
    expect(info.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('has its elements in the order of the schema', () => {
    expect(
      ascending(
        order(
          'Id>',
          'Version>',
          'ProviderName>',
          'DefaultLocale>',
          'DisplayName ',
          'Description ',
          'IconUrl ',
          'HighResolutionIconUrl ',
          'SupportUrl ',
          'AppDomains>',
          'Hosts>',
          'Requirements>',
          'DefaultSettings>',
          'Permissions>',
          'VersionOverrides ',
        ),
      ),
    ).toBe(true)
    expect(
      ascending(
        order(
          'Runtimes>',
          'DesktopFormFactor>',
          'GetStarted>',
          'FunctionFile ',
          'ExtensionPoint ',
          'Resources>',
        ),
      ),
    ).toBe(true)
    expect(ascending(order('bt:Images>', 'bt:Urls>', 'bt:ShortStrings>', 'bt:LongStrings>'))).toBe(true)
  })

  it('names only resources that exist, and has none that nobody names', () => {
    const named = new Set(all(/resid="([^"]+)"/g))
    const existing = all(/<bt:(?:Image|Url|String) id="([^"]+)"/g)
    expect(new Set(existing).size).toBe(existing.length)
    expect([...named].sort()).toEqual([...existing].sort())
    expect(existing.filter((id) => id.length > 32)).toEqual([])
  })

  it('keeps short strings within 125 characters and long ones within 250', () => {
    const [short, long] = text.split('<bt:LongStrings>')
    const values = (part: string) => [...part.matchAll(/(?:DefaultValue|Value)="([^"]*)"/g)].map((m) => m[1]!)
    expect(values(short!.split('<bt:ShortStrings>')[1]!).filter((value) => value.length > 125)).toEqual([])
    expect(values(long!).filter((value) => value.length > 250)).toEqual([])
  })

  it('says everything in English too', () => {
    const strings = [
      ...text.matchAll(/<bt:String id="([^"]+)" DefaultValue="([^"]*)">?([\s\S]*?)(?:<\/bt:String>|\/>)/g),
    ]
    const korean = strings.filter(([, , value]) => /\p{Script=Hangul}/u.test(value!))
    expect(korean.filter(([whole]) => !whole.includes('Locale="en-US"')).map(([, id]) => id)).toEqual([])
  })

  it('calls only actions that the add-in associates', () => {
    expect([...new Set(all(/<FunctionName>([^<]+)</g))].sort()).toEqual([...ACTION_IDS].sort())
  })

  it('has one runtime that lives as long as the workbook, and one page for all of it', () => {
    expect(text.match(/<Runtime resid="Taskpane.Url" lifetime="long"/g)).toHaveLength(1)
    expect(text).toContain('<FunctionFile resid="Taskpane.Url"')
  })

  it('points to icons that are there, each in its size', () => {
    for (const url of all(/"(https:\/\/localhost:3000\/addin\/icons\/[^"]+)"/g)) {
      const path = url.replace('https://localhost:3000/', '')
      expect(existsSync(path), path).toBe(true)
      expect(readFileSync(path).readUInt32BE(16)).toBe(Number(/icon-(\d+)/.exec(path)![1]))
      expect(statSync(path).size).toBeLessThan(2000)
    }
  })
})
