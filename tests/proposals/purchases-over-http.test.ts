import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from '../../server/campaigns/campaign.entities'
import { purchasesOfCampaign } from '../../server/proposals/purchases-of-campaign'
import type { PurchasedRow } from '../../shared/sheets/purchases/contents'
import { createCampaign, done, expectProblem } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { recordStatements } from '../support/statements'
import { gridOfSheet, openWorkbook } from './workbook-grid'

const FLIGHT = { startDate: '2026-12-03', endDate: '2026-12-12' }
const GROUPS = [
  { code: 'FORTY', weight: 2 },
  { code: 'THIRTYFIVE', weight: 3 },
]
const OWNERS = { CJ: '비밀 소유자 하나', SBS: '비밀 소유자 둘', JTBC: '비밀 소유자 셋' }

describe.each(databases())('구매내역 in a proposal ($name)', (kind) => {
  let market: Market
  let campaignId: string
  let bought: Placed
  let reserved: Placed
  let pooled: Placed
  let service: Placed

  beforeAll(async () => {
    market = await Market.open(kind)
    for (const [code, name] of Object.entries(OWNERS))
      done(await market.operator.put(`/content-owners/${code}`, { name }))
    done(
      await market.operator.put('/targeting-groups/FORTY', {
        name: '주말 예능',
        members: [
          { metaId: 'PG1', weight: 60 },
          { metaId: 'PG2', weight: 40 },
        ],
      }),
    )
    bought = await market.place({ productCode: 'THREE', amount: 90_001, ...FLIGHT }, GROUPS)
    campaignId = bought.campaignId
    reserved = await market.place(
      { productCode: 'DIRECT', amount: 1_234_567, ...FLIGHT },
      members('PG1', 'PG3'),
      campaignId,
    )
    pooled = await market.place({ productCode: 'SHUFFLE', amount: 77_777, ...FLIGHT }, [], campaignId)
    service = await market.place(
      { productCode: 'THREE', kind: 'SERVICE', amount: 12_345, ...FLIGHT },
      GROUPS,
      campaignId,
    )
    const canceled = await market.place({ productCode: 'THREE', amount: 7000, ...FLIGHT }, GROUPS, campaignId)
    // A draft, which isn't shown.
    await market.place({ productCode: 'THREE', amount: 10_000, ...FLIGHT }, GROUPS, campaignId)
    for (const one of [bought, pooled, service, canceled]) done(await market.buy(one))
    done(await market.hold([reserved]))
    done(await market.act(canceled, 'cancel', { reason: '취소' }))
  })
  afterAll(() => market?.stop())

  const rowsOf = (id: string): Promise<PurchasedRow[]> =>
    market.test.service.database.read(async (tx) =>
      purchasesOfCampaign(tx, await tx.manager.findOneByOrFail(Campaign, { id }), 'ko'),
    )
  const ask = (query: string, id = campaignId) =>
    market.planner.get(`/campaigns/${id}/proposal.xlsx?${query}`)

  it('has the shares of bought rows as the purchase divided them, with names', async () => {
    const [row] = await rowsOf(campaignId)
    const { ads } = await market.distribution(bought)
    const names: Record<string, string> = { FORTY: '주말 예능' }
    expect(row).toEqual({
      unitId: bought.unitId,
      kind: 'PAID',
      productName: 'THREE',
      ...FLIGHT,
      bookingStatus: 'Booked',
      platforms: ads.map(({ platform, childAds }: Answer['body']) => ({
        name: platform,
        groups: childAds.map(({ group, owners }: Answer['body']) => ({
          name: names[group] ?? group,
          owners: owners.map(({ owner, amount, impressions }: Answer['body']) => ({
            name: OWNERS[owner as keyof typeof OWNERS],
            amount,
            impressions,
          })),
        })),
      })),
    })
  })

  it('adds up to the rows exactly, and has only what is bought or reserved', async () => {
    const { rows } = done(await market.planner.get(`/campaigns/${campaignId}/media-mix`))
    const shown = await rowsOf(campaignId)
    expect(shown.map(({ unitId }) => unitId)).toEqual(
      [bought, reserved, pooled, service].map(({ unitId }) => unitId),
    )
    expect(shown[1]).toMatchObject({ bookingStatus: 'Reserved' })
    expect(shown[2]!.platforms[0]!.groups).toMatchObject([{ name: '랜덤', owners: [{ name: null }] }])
    for (const { unitId, kind, platforms } of shown) {
      const row = rows.find((one: Answer['body']) => one.unitId === unitId)
      const owners = platforms.flatMap(({ groups }) => groups.flatMap(({ owners }) => owners))
      const sum = (of: 'amount' | 'impressions') => owners.reduce((all, owner) => all + owner[of], 0)
      expect([sum('amount'), sum('impressions')]).toEqual([kind === 'PAID' ? row.amount : 0, row.impressions])
    }
  })

  it('has the same sums as the database, over the file', async () => {
    const { status, bytes } = await ask('audience=internal&sheets=purchases')
    expect(status).toBe(200)
    const workbook = await openWorkbook(bytes)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['구매내역'])
    const grid = gridOfSheet(workbook.worksheets[0]!)
    const totals = await market.test.service.database.read(async (tx) => {
      const ids = [bought, pooled, service].map(({ unitId }) => unitId)
      const [sold] = await tx.rows<{ amount: number; impressions: number }>(
        `SELECT SUM(s.amount) AS amount, SUM(s.impressions) AS impressions FROM owner_share s
         JOIN child_ad c ON c.id = s.child_ad_id JOIN ad ON ad.id = c.ad_id WHERE ad.unit_id IN (?, ?, ?)`,
        ids,
      )
      const [held] = await tx.rows<{ amount: number; impressions: number }>(
        'SELECT amount, impressions FROM unit_hold WHERE unit_id = ?',
        [reserved.unitId],
      )
      return [
        Number(sold!.amount) + Number(held!.amount),
        Number(sold!.impressions) + Number(held!.impressions),
      ]
    })
    const line = (label: string) => grid.find(([first]) => first === label)!.slice(7, 9)
    expect(line('TOTAL(서비스 포함)')).toEqual(totals)
    expect(line('TOTAL')).toEqual([90_001 + 1_234_567 + 77_777, totals[1]! - 12_345])
    expect(JSON.stringify(grid)).toContain('비밀 소유자 하나')
  })

  it('shows a client no owner: the file’s XML has neither names nor codes', async () => {
    const sheets = `media-mix,targeting,daily,${encodeURIComponent('구매내역')}`
    const { bytes } = await ask(`sheets=${sheets}`)
    const workbook = await openWorkbook(bytes)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'MediaMix',
      '큐레이션타겟팅',
      '일별 계획',
      '구매내역',
    ])
    const parts = await partsOf(bytes)
    expect(parts.map(([name]) => name)).toContain('xl/sharedStrings.xml')
    for (const [name, part] of parts) {
      expect(part, name).not.toContain('비밀 소유자')
      expect(part, name).not.toMatch(/>(CJ|SBS|JTBC)</)
    }
    const internal = await partsOf((await ask(`audience=internal&sheets=${sheets}`)).bytes)
    expect(internal.join()).toContain('비밀 소유자 하나')
  })

  it('is no sheet of a campaign of which nothing is bought or reserved', async () => {
    const id = await createCampaign(market.planner)
    const { bytes } = await ask('sheets=media-mix,purchases', id)
    expect((await openWorkbook(bytes)).worksheets.map(({ name }) => name)).toEqual(['MediaMix'])
    const answer = await market.planner.get(`/campaigns/${id}/proposal.xlsx?sheets=purchases`, {
      'Accept-Language': 'ko',
    })
    expect(expectProblem(answer, 404, 'NOT_FOUND').detail).toContain('구매하거나 가선점한 상품이 없어')
  })

  it('asks the database the same number of questions for any number of rows', async () => {
    const statements = recordStatements(market.test.service.database)
    const asked = async (id: string) => (await statements.during(() => rowsOf(id))).length
    const id = await createCampaign(market.planner)
    for (const buy of [true, false]) {
      const one = await market.place({ productCode: 'THREE', amount: 900, ...FLIGHT }, GROUPS, id)
      done(await (buy ? market.buy(one) : market.hold([one])))
    }
    expect(await asked(campaignId)).toBe(await asked(id))
  })
})

/** Every part of the file with its text. */
async function partsOf(file: Buffer): Promise<[name: string, text: string][]> {
  const { files } = await JSZip.loadAsync(file)
  return Promise.all(
    Object.values(files).map(
      async (part): Promise<[string, string]> => [part.name, await part.async('text')],
    ),
  )
}
