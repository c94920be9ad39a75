import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HouseTemplates } from '../../server/proposals/house-templates'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
const OWN = {
  name: { ko: '우리 회사', en: 'Our house' },
  sheets: ['summary', 'media-mix'],
  company: '한빛 <미디어> & 파트너스',
  logo: { file: 'logo.png', height: 40 },
  contact: ['담당 김하나', '02-000-0000'],
  legal: { ko: '이 제안은 30일 동안 유효합니다.' },
  font: '나눔고딕',
  colors: { primary: '#aa0011' },
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flightsheet-templates-'))
  writeFileSync(join(folder, 'logo.png'), Buffer.from(PNG, 'base64'))
  writeFileSync(join(folder, 'our-house.json'), JSON.stringify(OWN))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(databases())('proposals in the look of a house on $name', (kind) => {
  let running: TestService
  let campaignId: string

  beforeAll(async () => {
    running = await startService(kind, { PROPOSAL_TEMPLATES: folder, PROPOSAL_TEMPLATE: 'our-house' })
    const campaign = {
      name: '겨울 런칭',
      advertiser: '한빛',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 50_000_000,
    }
    campaignId = (await running.admin.post('/campaigns', campaign)).body.id
  })
  afterAll(() => running?.stop())

  const parts = async (query: string) => {
    const { status, bytes } = await running.admin.get(`/campaigns/${campaignId}/proposal.xlsx${query}`)
    expect(status).toBe(200)
    const zip = await JSZip.loadAsync(bytes)
    const text = (path: string) => zip.file(path)?.async('string') ?? Promise.resolve('')
    const names = [...(await text('xl/workbook.xml')).matchAll(/<sheet [^>]*name="([^"]*)"/g)]
    return { zip, text, names: names.map(([, name]) => name) }
  }

  it('lists the templates with their sheets, the default marked', async () => {
    const { body } = await running.admin.get('/proposal-templates')
    expect(body.items).toMatchObject([
      { code: 'classic', sheets: ['media-mix', 'targeting'], isDefault: false },
      {
        code: 'presentation',
        sheets: ['summary', 'media-mix', 'comparison', 'targeting', 'daily'],
        isDefault: false,
      },
      { code: 'our-house', name: OWN.name, sheets: OWN.sheets, isDefault: true },
    ])
  })

  it('have the logo, colours, font and texts of the default template', async () => {
    const { zip, text, names } = await parts('')
    expect(names).toEqual(['요약', 'MediaMix'])
    expect(Buffer.from(await zip.file('xl/media/image1.png')!.async('nodebuffer')).toString('base64')).toBe(
      PNG,
    )
    expect(await text('xl/styles.xml')).toContain('FFAA0011')
    expect(await text('xl/styles.xml')).not.toContain('FF1E3A5F')
    expect(await text('xl/styles.xml')).toContain('나눔고딕')
    const strings = await text('xl/sharedStrings.xml')
    for (const shown of ['한빛 &lt;미디어&gt; &amp; 파트너스', '담당 김하나  ·  02-000-0000', OWN.legal.ko])
      expect(strings).toContain(shown)
    expect(await text('xl/worksheets/sheet2.xml')).toContain('한빛 &lt;미디어&gt; &amp;&amp; 파트너스')
  })

  it('take another template, language and other sheets when asked', async () => {
    expect((await parts('?template=classic')).names).toEqual(['MediaMix', '큐레이션타겟팅'])
    expect((await parts('?template=presentation&language=en')).names).toEqual([
      'Summary',
      'MediaMix',
      'Targeting',
      'Daily plan',
    ])
    expect((await parts('?sheets=요약,targeting')).names).toEqual(['요약', '큐레이션타겟팅'])
    const { status, body } = await running.admin.get(`/campaigns/${campaignId}/proposal.xlsx?template=none`)
    expect([status, body.code]).toEqual([422, 'UNKNOWN_REFERENCE'])
    expect(body.detail).toContain('classic, presentation, our-house')
  })
})

describe('a house template that is not valid', () => {
  const read = (name: string, content: string, template = 'classic') => {
    const own = join(folder, `wrong-${name}`)
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, name), content)
    return () => HouseTemplates.read({ templates: own, template })
  }

  it.each([
    ['a.json', '{', /a\.json is not JSON/],
    ['a.json', '{}', /a\.json is not a valid template:\n {2}name: /],
    ['a.json', JSON.stringify({ ...OWN, colour: 1 }), /colour/],
    ['a.json', JSON.stringify({ ...OWN, colors: { primary: 'red' } }), /colors\.primary: must be a colour/],
    ['a.json', JSON.stringify(OWN), /logo\.png is not there/],
    ['a.json', JSON.stringify({ ...OWN, logo: { file: 'a.json', height: 40 } }), /a\.json is not a PNG file/],
    ['Große.json', JSON.stringify(OWN), /only the letters a-z/],
  ])('%s: %s', (name, content, message) => {
    expect(read(name, content)).toThrow(message)
  })

  it('is named when it is missing', () => {
    expect(() => HouseTemplates.read({ templates: undefined, template: 'mine' })).toThrow(
      /classic, presentation/,
    )
    expect(() => HouseTemplates.read({ templates: join(folder, 'no'), template: 'classic' })).toThrow(
      /no folder/,
    )
  })
})
