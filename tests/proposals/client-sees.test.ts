import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'

const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-06' }
const EVERY_SHEET = 'sheets=요약,MediaMix,큐레이션타겟팅,일별계획,구매내역'
const SECRETS = {
  owners: ['CJ ENM 비밀', 'SBS 비밀', 'JTBC 비밀'],
  'codes and contents’ ids': [
    'CJ_OWNER',
    'PG1',
    'PG2',
    'PG3',
    'PG4',
    'RS1',
    'RY1',
    'RANDOM',
    'SHUFFLE',
    'THREE',
    'DIRECT',
    'FORTY',
    'THIRTYFIVE',
    'SMR_PROGRAM',
  ],
  'availability and booking': ['잔여', '부족', '반려', 'Draft', 'Reserved', 'Booked'],
  'rows that were given up': ['취소된 소재'],
  accounts: ['planner@', 'operator@', '@example.com'],
}
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The text of every part of a file, by its name. */
async function partsOf(file: Buffer): Promise<Map<string, string>> {
  const zip = await JSZip.loadAsync(file)
  const parts = Object.values(zip.files).filter(({ dir }) => !dir)
  return new Map(
    await Promise.all(
      parts.map(async (part): Promise<[string, string]> => [part.name, await part.async('string')]),
    ),
  )
}

describe.each(databases())('the file of a proposal ($name)', (kind) => {
  let market: Market
  let shown: Placed[]
  let canceled: Placed
  /** What is left of bought contents in the flight, and of the pooled ones; and the forecast of these. */
  let stock: number[]

  beforeAll(async () => {
    market = await Market.open(kind)
    const { operator } = market
    for (const [code, name] of [
      ['CJ', 'CJ ENM 비밀'],
      ['SBS', 'SBS 비밀'],
      ['JTBC', 'JTBC 비밀'],
    ])
      done(await operator.put(`/content-owners/${code}`, { name }))
    for (const [code, name] of [
      ['DIRECT', '프로그램 타겟팅'],
      ['THREE', '그룹 타겟팅'],
      ['SHUFFLE', '논타겟'],
    ]) {
      const { items } = done(await operator.get('/products'))
      const { version: _version, ...product } = items.find((one: { code: string }) => one.code === code)
      const { targetingKind, platforms, ecpm, ctr, vtr } = product
      done(await operator.put(`/products/${code}`, { name, targetingKind, platforms, ecpm, ctr, vtr }))
    }
    const groups = done(await operator.get('/targeting-groups')).items
    for (const [i, { code, members }] of groups.entries())
      done(await operator.put(`/targeting-groups/${code}`, { name: `묶음 ${i + 1}`, members }))
    const content = { type: 'PROGRAM', broadcaster: 'tvN' }
    done(await operator.put('/contents/PG1', { ...content, name: '달빛 정류장', owner: 'CJ' }))
    done(await operator.put('/contents/PG2', { ...content, name: '주말의 부엌', owner: 'SBS' }))

    const bought = await market.place({ productCode: 'THREE', amount: 90_000, ...FLIGHT }, [
      { code: 'FORTY', weight: 1 },
    ])
    const { campaignId } = bought
    done(await market.buy(bought))
    const pooled = await market.place({ productCode: 'SHUFFLE', amount: 77_777, ...FLIGHT }, [], campaignId)
    const direct = await market.place(
      { productCode: 'DIRECT', amount: 50_000, ...FLIGHT },
      members('PG3', 'PG4'),
      campaignId,
    )
    const tooMuch = await market.place(
      { productCode: 'SHUFFLE', amount: 900_000_000_000, ...FLIGHT },
      [],
      campaignId,
    )
    shown = [bought, pooled, direct, tooMuch]
    canceled = await market.place(
      { productCode: 'THREE', amount: 20_000, creative: '취소된 소재', ...FLIGHT },
      [{ code: 'THIRTYFIVE', weight: 1 }],
      campaignId,
    )
    done(await market.buy(canceled))
    done(await market.act(canceled, 'cancel', { reason: '광고주 요청' }))
    const units = await market.units()
    const sumOf = (what: string, metaId: string): number =>
      units
        .filter((unit) => unit.metaId === metaId)
        .filter(({ date }) => date >= FLIGHT.startDate && date <= FLIGHT.endDate)
        .reduce((sum, unit) => sum + unit[what], 0)
    stock = [
      ...['PG1', 'PG2', 'RANDOM'].map((metaId) => sumOf('remaining', metaId)),
      sumOf('forecast', 'RANDOM'),
    ]
  })
  afterAll(() => market?.stop())

  const download = async (query: string) => {
    const { status, bytes } = await market.planner.get(
      `/campaigns/${shown[0]!.campaignId}/proposal.xlsx?${query}`,
    )
    expect(status).toBe(200)
    return partsOf(bytes)
  }

  it('tells a client nothing of owners, codes, availability and rows that were given up, in any of its parts', async () => {
    const parts = await download(`audience=client&${EVERY_SHEET}`)
    expect(parts.size).toBeGreaterThan(12)
    for (const [part, text] of parts) {
      for (const [what, secrets] of Object.entries(SECRETS))
        expect([part, what, secrets.filter((secret) => text.includes(secret))]).toEqual([part, what, []])
    }
    // An untargeted product is there, and the house's stock is not.
    const whole = [...parts.values()].join('\n')
    expect(whole).toContain('전체 콘텐츠에 노출합니다')
    expect(whole).toContain('달빛 정류장')
    expect(whole).toContain('이름 미등록 콘텐츠')
    const numbers = new Set([...whole.matchAll(/<v>([\d.]+)<\/v>/g)].map(([, value]) => Number(value)))
    expect(stock.every((number) => number > 1000)).toBe(true)
    expect(stock.filter((number) => numbers.has(number))).toEqual([])
  })

  it('carries only opaque ids: of the campaign and of its rows', async () => {
    const parts = await download(`audience=client&${EVERY_SHEET}`)
    const ids = new Set([...parts.values()].flatMap((text) => text.match(UUID) ?? []))
    expect([...ids].sort()).toEqual([shown[0]!.campaignId, ...shown.map(({ unitId }) => unitId)].sort())
    expect(ids.has(canceled.unitId)).toBe(false)
    // What is hidden in a sheet is one of them.
    const hidden = [...parts.keys()].filter((part) =>
      /comments|customXml|externalLink|vml|printerSettings/.test(part),
    )
    expect(hidden).toEqual([])
    expect(parts.get('xl/workbook.xml')).not.toContain('state="hidden"')
  })

  it('tells the house whose contents they are, what is left, and which rows are short', async () => {
    const whole = [...(await download(`audience=internal&${EVERY_SHEET}`)).values()].join('\n')
    for (const told of ['CJ ENM 비밀', 'PG1', '잔여 부족 · 4번째 행 논타겟']) expect(whole).toContain(told)
    // A row that fits isn't among them, nor one that is bought.
    expect(whole.match(/잔여 부족 · /g)).toHaveLength(1)
    expect(whole).not.toContain('취소된 소재')
    expect(whole).not.toContain(canceled.unitId)
  })
})
