import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { type Answer, CLOCK, type Client, startService, type TestService } from '../support/service'
import {
  impressionsOf,
  type ModelGroup,
  type ModelSplit,
  splitPurchase,
  type UnitKey,
  unitKey,
  withoutIds,
} from './model'
import {
  addRows,
  buy,
  CATALOGUE,
  createCampaign,
  done,
  everything,
  expectProblem,
  loadMonth,
  putCatalogue,
  type Row,
  rowOf,
  target,
  uploadRows,
  vendorRows,
} from './plan'

const PRODUCTS = {
  DIRECT: { targetingKind: 'CONTENTS', platforms: ['KAKAO', 'NAVER', 'DAUM'], ecpm: 7_300 },
  GROUPS: { targetingKind: 'GROUP', platforms: ['DAUM', 'YOUTUBE', 'NAVER', 'KAKAO'], ecpm: 11_111 },
  SHUFFLE: { targetingKind: 'RANDOM', platforms: ['YOUTUBE', 'NAVER', 'DAUM'], ecpm: 4_999 },
  TUBE: { targetingKind: 'CONTENTS', platforms: ['YOUTUBE'], ecpm: 10_000 },
} as const
type ProductCode = keyof typeof PRODUCTS

/** JTBC comes first among the owners of DRAMA's members, but on KAKAO it has no content before CJ and SBS. */
const GROUPS: Record<string, { metaId: string; weight: number }[]> = {
  DRAMA: [
    { metaId: 'PG7', weight: 5 },
    { metaId: 'PG1', weight: 2 },
    { metaId: 'PG2', weight: 3 },
    { metaId: 'PG4', weight: 7 },
    { metaId: 'PG3', weight: 4 },
  ],
  MIXED: [
    { metaId: 'CH1', weight: 1 },
    { metaId: 'CH2', weight: 2 },
    { metaId: 'PG6', weight: 9 },
  ],
  SEARCH: [{ metaId: 'KW1', weight: 1 }],
}

const RANDOM_GROUP: ModelGroup[] = [{ name: 'RANDOM', weight: 1, members: [{ metaId: 'RANDOM', weight: 1 }] }]

interface UnitGroup {
  code?: string
  name?: string
  weight: number
  members?: { metaId: string; weight: number }[]
  platforms?: string[]
  ownerRatios?: { owner: string; ratio: number }[]
}

/** The groups in the model's form: catalogue groups with their members. */
function modelled(groups: readonly UnitGroup[]): ModelGroup[] {
  return groups.map(({ code, name, members, ...rest }) => ({
    name: code ?? name!,
    members: code === undefined ? members! : GROUPS[code]!,
    ...rest,
  }))
}

interface Unit {
  metaId: string
  platform: string
  date: string
  forecast: number
  capacity: number
  held: number
  sold: number
  remaining: number
}

describe.each(databases())('Buying in a MediaMix ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client
  let colleague: Client
  let forecasts: Map<UnitKey, number>

  const units = (): Promise<Unit[]> => everything(planner, '/unit-inventory')
  const byKey = async () => new Map((await units()).map((unit) => [unitKey(unit), unit]))
  const ledger = (unitId: string) => everything(planner, `/campaign-units/${unitId}/ledger`)

  /** Everything that a refusal must leave unchanged. */
  async function state(campaignId: string) {
    const mix = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
    const ledgers = await Promise.all(mix.rows.map(({ unitId }: { unitId: string }) => ledger(unitId)))
    return { mix, ledgers, units: await units() }
  }

  function expected(row: Row, groups: readonly ModelGroup[]): ModelSplit {
    const { platforms, ecpm } = PRODUCTS[row.productCode as ProductCode]
    return splitPurchase(
      {
        amount: row.kind === 'SERVICE' ? 0 : row.amount,
        impressions: impressionsOf(row.amount, ecpm),
        platforms,
        groups,
        startDate: row.startDate,
        endDate: row.endDate,
      },
      CATALOGUE,
      (key) => BigInt(forecasts.get(key) ?? 0),
    )
  }

  /** A new campaign with one row. */
  async function oneRow(
    row: Row,
    groups: readonly UnitGroup[] = [],
  ): Promise<[campaignId: string, unitId: string]> {
    const campaignId = await createCampaign(planner)
    const [unitId] = await addRows(planner, campaignId, [row])
    if (groups.length > 0) done(await target(planner, campaignId, unitId!, groups))
    return [campaignId, unitId!]
  }

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    colleague = await test.signInAs('planner', 'colleague@example.com')
    await putCatalogue(operator)
    // Enough for many purchases from the same rows.
    await uploadRows(
      operator,
      vendorRows().map((row) => ({ ...row, forecast: row.forecast * 40 })),
    )
    await loadMonth(operator, '2026-12')
    for (const [code, product] of Object.entries(PRODUCTS)) {
      done(await operator.put(`/products/${code}`, { name: code, ctr: 0.0125, vtr: 0.3, ...product }))
    }
    for (const [code, members] of Object.entries(GROUPS)) {
      done(await operator.put(`/targeting-groups/${code}`, { name: code, members }))
    }
    forecasts = new Map((await units()).map((unit) => [unitKey(unit), unit.forecast]))
  })
  afterAll(() => test?.stop())

  const direct: Row = {
    productCode: 'DIRECT',
    startDate: '2026-12-02',
    endDate: '2026-12-19',
    amount: 300_003,
    device: 'ALL',
    creative: '15초',
  }
  const directGroups: UnitGroup[] = [
    {
      name: '직접 고른 콘텐츠',
      weight: 1,
      members: [
        { metaId: 'PG3', weight: 3 },
        { metaId: 'PG1', weight: 1 },
        { metaId: 'PG6', weight: 2 },
        { metaId: 'PG2', weight: 1 },
      ],
    },
  ]
  const grouped: Row = {
    productCode: 'GROUPS',
    startDate: '2026-12-05',
    endDate: '2026-12-25',
    amount: 733_333,
  }
  const groupedGroups: UnitGroup[] = [
    {
      code: 'DRAMA',
      weight: 3,
      ownerRatios: [
        { owner: 'JTBC', ratio: 25 },
        { owner: 'CJ', ratio: 50 },
      ],
    },
    { code: 'MIXED', weight: 2 },
    { code: 'SEARCH', weight: 1_000_000, platforms: ['YOUTUBE'] },
  ]
  const shuffled: Row = {
    productCode: 'SHUFFLE',
    startDate: '2026-12-01',
    endDate: '2026-12-31',
    amount: 777_777,
  }

  describe('A campaign of contents, groups and random', () => {
    const key = randomUUID()
    let campaignId: string
    let unitIds: string[]
    let splits: ModelSplit[]
    let bought: Answer
    let body: unknown

    it('takes the rows and their targeting', async () => {
      campaignId = await createCampaign(planner)
      unitIds = await addRows(planner, campaignId, [direct, grouped, shuffled])
      const { rows } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      expect(rows.map(({ unitId }: { unitId: string }) => unitId)).toEqual(unitIds)
      for (const [i, row] of [direct, grouped, shuffled].entries()) {
        const { ecpm } = PRODUCTS[row.productCode as ProductCode]
        const impressions = impressionsOf(row.amount, ecpm)
        expect(rows[i]).toEqual({
          device: '',
          creative: '',
          ...row,
          unitId: unitIds[i],
          version: 1,
          kind: 'PAID',
          ecpm,
          ctr: 0.0125,
          vtr: 0.3,
          impressions: Number(impressions),
          clicks: Number((impressions * 12_500n + 500_000n) / 1_000_000n),
          views: Number((impressions * 300_000n + 500_000n) / 1_000_000n),
          variant: null,
          bookingStatus: 'Draft',
          publishStatus: null,
        })
      }
      const answer = done(
        await planner.put(`/campaigns/${campaignId}/targeting`, {
          units: [
            { unitId: unitIds[0], version: 1, groups: directGroups },
            { unitId: unitIds[1], version: 1, groups: groupedGroups },
          ],
        }),
      )
      const shown = answer.units.find(({ unitId }: { unitId: string }) => unitId === unitIds[1])
      expect(shown.version).toBe(2)
      expect(shown.groups).toEqual(
        groupedGroups.map((group) => ({ ...group, name: group.code, members: GROUPS[group.code!] })),
      )
      expect(done(await planner.get(`/campaigns/${campaignId}/targeting`))).toEqual(answer)
    })

    it('says beforehand what fits', async () => {
      for (const [row, groups, model] of [
        [direct, directGroups, modelled(directGroups)],
        [grouped, groupedGroups, modelled(groupedGroups)],
        [shuffled, undefined, RANDOM_GROUP],
      ] as const) {
        const { amount, startDate, endDate, productCode } = row
        const answer = done(
          await planner.post('/availability', { productCode, startDate, endDate, groups, amount }),
        )
        const split = expected(row, model)
        expect(answer).toMatchObject({ status: 'AVAILABLE', shortages: [] })
        expect(answer.maxAmount).toBeGreaterThanOrEqual(amount)
        const { ecpm } = PRODUCTS[productCode as ProductCode]
        expect(impressionsOf(answer.maxAmount, ecpm)).toBe(BigInt(answer.maxImpressions))
        expect(impressionsOf(answer.maxAmount + 1, ecpm)).toBeGreaterThan(BigInt(answer.maxImpressions))
        const most = expected({ ...row, amount: answer.maxAmount }, model)
        for (const [unit, quantity] of most.demand) {
          expect(quantity).toBeLessThanOrEqual(forecasts.get(unit) ?? 0)
        }
        const asked = new Map<string, number>()
        for (const [unit, quantity] of split.demand) {
          const [, platform, date] = unit.split('|')
          asked.set(`${platform} ${date}`, (asked.get(`${platform} ${date}`) ?? 0) + quantity)
        }
        for (const day of answer.days) {
          expect(day.asked).toBe(asked.get(`${day.platform} ${day.date}`) ?? 0)
        }
      }
    })

    it('splits a purchase over platforms, groups, owners and days, to the last won and impression', async () => {
      const { rows } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      body = {
        units: unitIds.map((unitId) => ({
          unitId,
          version: rows.find((row: { unitId: string }) => row.unitId === unitId).version,
        })),
        mode: 'all',
      }
      bought = await planner.post(`/campaigns/${campaignId}/purchases`, body, { 'Idempotency-Key': key })
      expect(bought.status).toBe(201)
      expect(bought.body.failed).toEqual([])
      splits = [
        expected(direct, modelled(directGroups)),
        expected(grouped, modelled(groupedGroups)),
        expected(shuffled, RANDOM_GROUP),
      ]
      expect(splits.every(({ tooSmall, noInventory }) => !tooSmall && noInventory.length === 0)).toBe(true)
      for (const [i, row] of [direct, grouped, shuffled].entries()) {
        const unit = bought.body.units[i]
        expect(unit).toMatchObject({
          unitId: unitIds[i],
          version: (body as { units: { version: number }[] }).units[i]!.version + 1,
          bookingStatus: 'Booked',
          amount: row.amount,
          impressions: Number(impressionsOf(row.amount, PRODUCTS[row.productCode as ProductCode].ecpm)),
        })
        expect(withoutIds(unit.ads)).toEqual(
          splits[i]!.ads.map((ad) => ({
            ...ad,
            childAds: ad.childAds.map((child) => ({
              ...child,
              owners: child.owners.map((owner) => ({
                ...owner,
                cells: owner.cells.filter(({ ratioPpb }) => ratioPpb > 0),
              })),
            })),
          })),
        )
      }
    })

    it('says who was left out on a platform, and splits the rest among the others', () => {
      const warnings = bought.body.units[1].warnings
      const sorted = (all: { platform: string; group: string; metaId: string }[]) =>
        all.map(({ platform, group, metaId }) => `${platform} ${group} ${metaId}`).sort()
      expect(sorted(warnings)).toEqual(sorted(splits[1]!.leftOut))
      const kakao = bought.body.units[1].ads.find(
        ({ platform }: { platform: string }) => platform === 'KAKAO',
      )
      expect(
        kakao.childAds[0].owners.map(({ owner, amount }: { owner: string; amount: number }) => ({
          owner,
          amount,
        })),
      ).toEqual([
        { owner: 'CJ', amount: Math.floor((kakao.childAds[0].amount * 50) / 75) },
        {
          owner: 'JTBC',
          amount: kakao.childAds[0].amount - Math.floor((kakao.childAds[0].amount * 50) / 75),
        },
      ])
    })

    it('adds up at every level', () => {
      const total = (all: { amount: number; impressions: number }[]) => ({
        amount: all.reduce((sum, { amount }) => sum + amount, 0),
        impressions: all.reduce((sum, { impressions }) => sum + impressions, 0),
      })
      const of = ({ amount, impressions }: { amount: number; impressions: number }) => ({
        amount,
        impressions,
      })
      for (const unit of bought.body.units) {
        expect(total(unit.ads)).toEqual(of(unit))
        for (const ad of unit.ads) {
          expect(total(ad.childAds)).toEqual(of(ad))
          for (const child of ad.childAds) {
            expect(total(child.owners)).toEqual(of(child))
            for (const owner of child.owners) {
              expect(total(owner.cells)).toEqual(of(owner))
              expect(
                owner.cells.reduce((sum: number, cell: { ratioPpb: number }) => sum + cell.ratioPpb, 0),
              ).toBe(1e9)
            }
          }
        }
      }
    })

    it('takes exactly the cells of the trees from the inventory', async () => {
      for (const unit of await units()) {
        const sold = splits.reduce((sum, { demand }) => sum + (demand.get(unitKey(unit)) ?? 0), 0)
        expect(unit).toMatchObject({ sold, held: 0, remaining: unit.capacity - sold })
      }
    })

    it('writes one deduction per unit and inventory row', async () => {
      for (const [i, unitId] of unitIds.entries()) {
        const rows = await ledger(unitId)
        expect(new Map(rows.map((row) => [unitKey(row), row.quantity]))).toEqual(splits[i]!.demand)
        expect(rows).toHaveLength(splits[i]!.demand.size)
        for (const row of rows) {
          expect(row).toMatchObject({ type: 'PURCHASE', at: CLOCK, actor: 'planner@example.com' })
        }
      }
    })

    it('answers the same request with the same key in the same words, and buys nothing', async () => {
      const before = await state(campaignId)
      const again = await planner.post(`/campaigns/${campaignId}/purchases`, body, { 'Idempotency-Key': key })
      expect(again.status).toBe(201)
      expect(again.bytes.equals(bought.bytes)).toBe(true)
      expect(await state(campaignId)).toEqual(before)
    })

    it('refuses the key for another request', async () => {
      const before = await state(campaignId)
      const other = { ...(body as object), mode: 'each' }
      expectProblem(
        await planner.post(`/campaigns/${campaignId}/purchases`, other, { 'Idempotency-Key': key }),
        409,
        'IDEMPOTENCY_CONFLICT',
      )
      const elsewhere = await createCampaign(planner)
      expectProblem(
        await planner.post(`/campaigns/${elsewhere}/purchases`, body, { 'Idempotency-Key': key }),
        409,
        'IDEMPOTENCY_CONFLICT',
      )
      expect(await state(campaignId)).toEqual(before)
    })

    it('does not buy a row twice', async () => {
      const before = await state(campaignId)
      expectProblem(await planner.post(`/campaigns/${campaignId}/purchases`, body), 409)
      expectProblem(await buy(planner, campaignId, [unitIds[0]!]), 409, 'STATUS_CONFLICT')
      expect(await state(campaignId)).toEqual(before)
    })

    it('explains every number with its quota and rule', async () => {
      for (const [i, unitId] of unitIds.entries()) {
        const answer = done(await planner.get(`/campaign-units/${unitId}/distribution`))
        const unit = bought.body.units[i]
        expect(withoutIds(answer.ads)).toEqual(withoutIds(unit.ads))
        expect(answer.ads.map(({ adId }: { adId: string }) => adId)).toEqual(
          unit.ads.map(({ adId }: { adId: string }) => adId),
        )
        const platforms = BigInt(PRODUCTS[unit === undefined ? 'DIRECT' : productOf(i)].platforms.length)
        for (const ad of answer.ads) {
          expect(ad).toMatchObject({
            rule: 'remainder-last',
            quota: {
              amount: fraction(BigInt(unit.amount), 1n, platforms),
              impressions: fraction(BigInt(unit.impressions), 1n, platforms),
            },
          })
          for (const child of ad.childAds) {
            expect(child.rule).toBe('remainder-last')
            expect(child.quota).toEqual({
              amount: fraction(BigInt(ad.amount), BigInt(child.weight), BigInt(child.weightTotal)),
              impressions: fraction(BigInt(ad.impressions), BigInt(child.weight), BigInt(child.weightTotal)),
            })
            for (const owner of child.owners) {
              expect(owner.rule).toBe('remainder-last')
              for (const cell of owner.cells) {
                expect(cell.rule).toBe('carry-forward')
                expect(cell.quota).toEqual({
                  impressions: fraction(BigInt(owner.impressions), BigInt(cell.ratioPpb), 1_000_000_000n),
                  amount: fraction(BigInt(owner.amount), BigInt(cell.impressions), BigInt(owner.impressions)),
                })
              }
            }
          }
        }
      }
    })

    it('shows the rows as booked', async () => {
      const { rows, campaign } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      for (const row of rows)
        expect(row).toMatchObject({ bookingStatus: 'Booked', publishStatus: 'REQUESTED' })
      expect(campaign).toMatchObject({
        status: 'Booked',
        bookingStatusCounts: { Booked: 3 },
        publishStatus: 'REQUESTED',
      })
    })

    it('does not change a booked row by syncing, nor anything beside it', async () => {
      const before = await state(campaignId)
      const { revision, rows } = before.mix
      const [row] = rows
      const other = randomUUID()
      for (const change of [
        { op: 'put', unitId: row.unitId, version: row.version, fields: { amount: 5 } },
        { op: 'delete', unitId: row.unitId, version: row.version },
      ]) {
        expectProblem(
          await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
            baseRevision: revision,
            changes: [{ op: 'put', unitId: other, fields: direct }, change],
          }),
          409,
          'USE_AMEND',
        )
      }
      expectProblem(await target(planner, campaignId, row.unitId, directGroups), 409, 'USE_AMEND')
      expect(await state(campaignId)).toEqual(before)
    })

    function productOf(i: number): ProductCode {
      return [direct, grouped, shuffled][i]!.productCode as ProductCode
    }
  })

  describe('Refusals', () => {
    const tube: Row = {
      productCode: 'TUBE',
      startDate: '2026-12-10',
      endDate: '2026-12-16',
      amount: 900_000_000,
    }
    const tubeGroups: UnitGroup[] = [
      {
        name: '채널',
        weight: 1,
        members: [
          { metaId: 'CH1', weight: 4 },
          { metaId: 'CH2', weight: 3 },
        ],
      },
    ]

    it('names every short row exactly, and an amount that really fits', async () => {
      const [campaignId, unitId] = await oneRow(tube, tubeGroups)
      const before = await state(campaignId)
      const left = await byKey()
      const refused = expectProblem(await buy(planner, campaignId, [unitId]), 409, 'INVENTORY_SHORTAGE')
      const short = [...expected(tube, modelled(tubeGroups)).demand]
        .map(([key, asked]) => {
          const { metaId, platform, date, remaining } = left.get(key)!
          return { unitId, metaId, platform, date, asked, remaining, short: asked - remaining }
        })
        .filter((row) => row.short > 0)
      expect(short.length).toBeGreaterThan(5)
      const sorted = <T extends { metaId: string | null; date: string | null }>(rows: T[]) =>
        rows.toSorted((a, b) => (`${a.metaId}${a.date}` < `${b.metaId}${b.date}` ? -1 : 1))
      expect(sorted(refused.shortages)).toEqual(sorted(short).map((row) => expect.objectContaining(row)))
      expect(await state(campaignId)).toEqual(before)

      const { productCode, startDate, endDate, amount } = tube
      const availability = done(
        await planner.post('/availability', { productCode, startDate, endDate, groups: tubeGroups, amount }),
      )
      expect(availability).toMatchObject({
        status: 'PARTIALLY_AVAILABLE',
        maxAmount: refused.fits.amount,
        maxImpressions: refused.fits.impressions,
      })
      expect(refused.fits.impressions).toBeGreaterThan(0)
      if (availability.exact) {
        for (let more = 1n; more <= 50n; more++) {
          const split = splitPurchase(
            {
              amount: amount,
              impressions: BigInt(availability.maxImpressions) + more,
              platforms: PRODUCTS.TUBE.platforms,
              groups: modelled(tubeGroups),
              startDate,
              endDate,
            },
            CATALOGUE,
            (key) => BigInt(forecasts.get(key) ?? 0),
          )
          expect([...split.demand].some(([key, asked]) => asked > left.get(key)!.remaining)).toBe(true)
        }
      }
      const { version } = await rowOf(planner, campaignId, unitId)
      done(
        await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
          baseRevision: before.mix.revision,
          changes: [{ op: 'put', unitId, version, fields: { amount: refused.fits.amount } }],
        }),
      )
      const bought = done(await buy(planner, campaignId, [unitId]))
      expect(bought.units[0]).toMatchObject({
        amount: refused.fits.amount,
        impressions: refused.fits.impressions,
      })
    })

    it('buys nothing in mode all when one row does not fit', async () => {
      const campaignId = await createCampaign(planner)
      const [good, bad] = await addRows(planner, campaignId, [
        { ...shuffled, amount: 50_000 },
        { ...shuffled, amount: 9_000_000_000 },
      ])
      const before = await state(campaignId)
      const refused = expectProblem(await buy(planner, campaignId, [good!, bad!]), 409, 'INVENTORY_SHORTAGE')
      expect(new Set(refused.shortages.map(({ unitId }: { unitId: string }) => unitId))).toEqual(
        new Set([bad]),
      )
      expect(await state(campaignId)).toEqual(before)
    })

    it('counts the rows of one purchase together', async () => {
      const campaignId = await createCampaign(planner)
      const groups: UnitGroup[] = [{ name: '검색', weight: 1, members: [{ metaId: 'KW1', weight: 1 }] }]
      const flight = { productCode: 'TUBE', startDate: '2026-12-28', endDate: '2026-12-29' }
      const { maxAmount } = done(await planner.post('/availability', { ...flight, groups }))
      const amount = Math.floor(maxAmount * 0.6)
      const ids = await addRows(planner, campaignId, [
        { ...flight, amount },
        { ...flight, amount },
      ])
      for (const unitId of ids) done(await target(planner, campaignId, unitId, groups))
      const before = await state(campaignId)
      const refused = expectProblem(await buy(planner, campaignId, ids), 409, 'INVENTORY_SHORTAGE')
      expect(refused.shortages.length).toBeGreaterThan(0)
      expect(await state(campaignId)).toEqual(before)
      const each = done(await buy(planner, campaignId, ids, { mode: 'each' }))
      expect(each.units.map(({ unitId }: { unitId: string }) => unitId)).toEqual([ids[0]])
      expect(each.failed).toMatchObject([{ unitId: ids[1], code: 'INVENTORY_SHORTAGE' }])
      const { fits } = each.failed[0]
      expect(fits.amount).toBeGreaterThan(0)
      const { version } = await rowOf(planner, campaignId, ids[1]!)
      done(
        await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
          baseRevision: 1,
          changes: [{ op: 'put', unitId: ids[1], version, fields: { amount: fits.amount } }],
        }),
      )
      done(await buy(planner, campaignId, [ids[1]!]))
    })

    it('buys the good ones in mode each, and reports the others', async () => {
      const campaignId = await createCampaign(planner)
      const [large, good, late, tiny] = await addRows(planner, campaignId, [
        { ...shuffled, amount: 9_000_000_000 },
        { ...shuffled, amount: 60_000 },
        { ...shuffled, startDate: '2027-02-01', endDate: '2027-02-03' },
        { ...shuffled, amount: 10 },
      ])
      const before = await byKey()
      const answer = await buy(planner, campaignId, [large!, good!, late!, tiny!], { mode: 'each' })
      expect(answer.status).toBe(201)
      const { units: bought, failed } = answer.body
      expect(bought.map(({ unitId }: { unitId: string }) => unitId)).toEqual([good])
      expect(failed).toMatchObject([
        { unitId: large, code: 'INVENTORY_SHORTAGE' },
        { unitId: late, code: 'INVENTORY_NOT_LOADED' },
        { unitId: tiny, code: 'AMOUNT_TOO_SMALL' },
      ])
      const { demand } = expected({ ...shuffled, amount: 60_000 }, RANDOM_GROUP)
      for (const [key, unit] of await byKey()) {
        expect(unit.sold).toBe(before.get(key)!.sold + (demand.get(key) ?? 0))
      }
      for (const unitId of [large!, late!, tiny!]) {
        expect(await rowOf(planner, campaignId, unitId)).toMatchObject({ bookingStatus: 'Draft', version: 1 })
        expect(await ledger(unitId)).toEqual([])
      }
    })

    it('refuses a version that is not current', async () => {
      const [campaignId, unitId] = await oneRow(shuffled)
      const before = await state(campaignId)
      for (const version of [2, 9_000_000]) {
        expectProblem(
          await planner.post(`/campaigns/${campaignId}/purchases`, {
            units: [{ unitId, version }],
            mode: 'all',
          }),
          409,
          'VERSION_CONFLICT',
        )
      }
      expect(await state(campaignId)).toEqual(before)
    })

    it('keeps no refusal under a key: the same request succeeds once there is inventory', async () => {
      const [campaignId, unitId] = await oneRow({
        ...shuffled,
        startDate: '2026-12-30',
        endDate: '2027-01-02',
        amount: 20_000,
      })
      const body = { units: [{ unitId, version: 1 }], mode: 'all' }
      const headers = { 'Idempotency-Key': randomUUID() }
      const before = await state(campaignId)
      expectProblem(
        await planner.post(`/campaigns/${campaignId}/purchases`, body, headers),
        409,
        'INVENTORY_NOT_LOADED',
      )
      expect(await state(campaignId)).toEqual(before)
      await loadMonth(operator, '2027-01')
      forecasts = new Map((await units()).map((unit) => [unitKey(unit), unit.forecast]))
      const bought = await planner.post(`/campaigns/${campaignId}/purchases`, body, headers)
      expect(bought.status).toBe(201)
      const cells = withoutIds(bought.body.units[0].ads).flatMap(({ childAds }) =>
        childAds.flatMap(({ owners }) => owners.flatMap(({ cells }) => cells)),
      )
      expect(new Set(cells.map(({ date }) => date))).toContain('2027-01-01')
      expect(withoutIds(bought.body.units[0].ads)).toEqual(
        expected(
          { ...shuffled, startDate: '2026-12-30', endDate: '2027-01-02', amount: 20_000 },
          RANDOM_GROUP,
        ).ads.map((ad) => ({
          ...ad,
          childAds: ad.childAds.map((child) => ({
            ...child,
            owners: child.owners.map((owner) => ({
              ...owner,
              cells: owner.cells.filter(({ ratioPpb }) => ratioPpb > 0),
            })),
          })),
        })),
      )
    })

    it('sells no past, unless an operator says why', async () => {
      await loadMonth(operator, '2026-11')
      forecasts = new Map((await units()).map((unit) => [unitKey(unit), unit.forecast]))
      const past = { ...shuffled, startDate: '2026-11-30', endDate: '2026-12-02', amount: 30_000 }
      const [campaignId, unitId] = await oneRow(past)
      const before = await state(campaignId)
      expectProblem(await buy(planner, campaignId, [unitId]), 422, 'FLIGHT_IN_PAST')
      const body = { units: [{ unitId, version: 1 }], mode: 'all', overrideReason: '소급 집행' }
      expectProblem(await planner.post(`/campaigns/${campaignId}/purchases`, body), 403, 'FORBIDDEN')
      expect(await state(campaignId)).toEqual(before)
      expect((await operator.post(`/campaigns/${campaignId}/purchases`, body)).status).toBe(201)
      const [today, todayUnit] = await oneRow({
        ...shuffled,
        startDate: '2026-12-01',
        endDate: '2026-12-01',
        amount: 20_000,
      })
      expect((await buy(planner, today, [todayUnit])).status).toBe(201)
    })

    it('refuses an amount that leaves a leaf without an impression', async () => {
      for (const amount of [0, 1, 10]) {
        const [campaignId, unitId] = await oneRow({ ...direct, amount }, directGroups)
        const before = await state(campaignId)
        expectProblem(await buy(planner, campaignId, [unitId]), 422, 'AMOUNT_TOO_SMALL')
        expect(await state(campaignId)).toEqual(before)
      }
    })

    it('says which group has no inventory on a platform', async () => {
      const [campaignId, unitId] = await oneRow(grouped, [
        { code: 'SEARCH', weight: 1 },
        { code: 'DRAMA', weight: 1 },
      ])
      const before = await state(campaignId)
      const refused = expectProblem(await buy(planner, campaignId, [unitId]), 409, 'INVENTORY_SHORTAGE')
      const none = refused.shortages.filter(({ code }: { code: string }) => code === 'NO_INVENTORY')
      expect(none.map(({ platform }: { platform: string }) => platform).sort()).toEqual([
        'DAUM',
        'KAKAO',
        'NAVER',
      ])
      expect(await state(campaignId)).toEqual(before)
    })

    it('knows a content that is loaded on other platforms only, and has nothing of it to sell', async () => {
      const { productCode, startDate, endDate, amount } = direct
      const groups = [{ name: 'elsewhere', weight: 1, members: [{ metaId: 'KW1', weight: 1 }] }]
      const answer = done(
        await planner.post('/availability', { productCode, startDate, endDate, amount, groups }),
      )
      expect(answer).toMatchObject({ status: 'UNAVAILABLE', maxAmount: 0, maxImpressions: 0, exact: true })
      expect(answer.shortages).toHaveLength(3)
      expect(answer.shortages.map(({ code }: { code: string }) => code)).toEqual(
        Array(3).fill('NO_INVENTORY'),
      )
      expect(answer.shortages.reduce((sum: number, { asked }: { asked: number }) => sum + asked, 0)).toBe(
        answer.impressions,
      )
      expect(answer.warnings).toEqual(
        PRODUCTS.DIRECT.platforms.map(() => expect.objectContaining({ code: 'LEFT_OUT', metaId: 'KW1' })),
      )
      const [campaignId, unitId] = await oneRow(direct, groups)
      expectProblem(await buy(planner, campaignId, [unitId]), 409, 'INVENTORY_SHORTAGE')
    })

    it('refuses ratios that leave a platform without an owner, before anything is bought', async () => {
      done(
        await operator.put('/targeting-groups/ONESIDED', {
          name: 'ONESIDED',
          members: [
            { metaId: 'PG7', weight: 1 },
            { metaId: 'PG1', weight: 1 },
          ],
        }),
      )
      const [campaignId, unitId] = await oneRow(grouped)
      const given = await target(planner, campaignId, unitId, [
        { code: 'ONESIDED', weight: 1, ownerRatios: [{ owner: 'JTBC', ratio: 1 }] },
      ])
      if (given.status === 200) {
        const before = await state(campaignId)
        const refused = await buy(planner, campaignId, [unitId])
        expect([409, 422]).toContain(refused.status)
        expectProblem(refused, refused.status)
        expect(await state(campaignId)).toEqual(before)
      } else {
        expectProblem(given, 422)
      }
    })

    it('checks that the targeting fits the product', async () => {
      const [inline] = directGroups
      const cases: [Row, unknown[]][] = [
        [direct, [inline, inline]],
        [direct, [{ code: 'DRAMA', weight: 1 }]],
        [direct, []],
        [grouped, directGroups],
        [grouped, [{ code: 'NOBODY', weight: 1 }]],
        [shuffled, [{ code: 'DRAMA', weight: 1 }]],
        [grouped, [{ code: 'DRAMA', weight: 1, ownerRatios: [{ owner: 'NOBODY', ratio: 1 }] }]],
        [grouped, [{ code: 'SEARCH', weight: 1, ownerRatios: [{ owner: 'CJ', ratio: 1 }] }]],
        [grouped, [{ code: 'DRAMA', weight: 0 }]],
        [grouped, [{ code: 'DRAMA', weight: 1_000_001 }]],
        [grouped, [{ code: 'DRAMA', weight: 1, platforms: ['TVING'] }]],
        [direct, [{ name: '?', weight: 1, members: [{ metaId: 'NOBODY', weight: 1 }] }]],
        [direct, [{ name: '?', weight: 1, members: [{ metaId: 'RS1', weight: 1 }] }]],
      ]
      for (const [row, groups] of cases) {
        const [campaignId, unitId] = await oneRow(row)
        expectProblem(await target(planner, campaignId, unitId, groups), 422)
        expect(await rowOf(planner, campaignId, unitId)).toMatchObject({ version: 1 })
      }
    })

    it('shows a campaign to nobody else', async () => {
      const [campaignId, unitId] = await oneRow(shuffled)
      expectProblem(await colleague.get(`/campaigns/${campaignId}/media-mix`), 404, 'NOT_FOUND')
      expectProblem(
        await colleague.post(`/campaigns/${campaignId}/purchases`, {
          units: [{ unitId, version: 1 }],
          mode: 'all',
        }),
        404,
        'NOT_FOUND',
      )
      expectProblem(await colleague.get(`/campaign-units/${unitId}/ledger`), 404, 'NOT_FOUND')
      expectProblem(await colleague.get(`/campaign-units/${unitId}/distribution`), 404, 'NOT_FOUND')
    })
  })

  describe('Service rows', () => {
    it('take inventory at no price, and stay out of the totals', async () => {
      const campaignId = await createCampaign(planner)
      const service: Row = { ...shuffled, kind: 'SERVICE', amount: 123_457 }
      const [paid, free] = await addRows(planner, campaignId, [{ ...shuffled, amount: 100_000 }, service])
      const before = await byKey()
      const { rows, totals } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      expect(totals).toMatchObject({ amount: 100_000, impressions: rows[0].impressions })
      expect(totals.withService.impressions).toBe(rows[0].impressions + rows[1].impressions)
      const { units: bought } = done(await buy(planner, campaignId, [paid!, free!]))
      const model = expected(service, RANDOM_GROUP)
      expect(bought[1]).toMatchObject({ amount: 0, impressions: Number(impressionsOf(123_457, 4_999)) })
      const cells = withoutIds(bought[1].ads).flatMap(({ childAds }) =>
        childAds.flatMap(({ owners }) => owners.flatMap(({ cells }) => cells)),
      )
      expect(cells.every(({ amount }) => amount === 0)).toBe(true)
      expect(new Map((await ledger(free!)).map((row) => [unitKey(row), row.quantity]))).toEqual(model.demand)
      const paidDemand = expected({ ...shuffled, amount: 100_000 }, RANDOM_GROUP).demand
      for (const [key, unit] of await byKey()) {
        const taken = (model.demand.get(key) ?? 0) + (paidDemand.get(key) ?? 0)
        expect(unit.sold - before.get(key)!.sold).toBe(taken)
      }
    })

    it('may be so small that some platforms get nothing', async () => {
      const [campaignId, unitId] = await oneRow({ ...shuffled, kind: 'SERVICE', amount: 5 })
      const { units: bought } = done(await buy(planner, campaignId, [unitId]))
      expect(bought[0]).toMatchObject({ amount: 0, impressions: 1 })
      expect(withoutIds(bought[0].ads).map(({ platform }) => platform)).toEqual(['DAUM'])
      expect(await ledger(unitId)).toMatchObject([{ quantity: 1, platform: 'DAUM', metaId: 'RANDOM' }])
      const tree = done(await planner.get(`/campaign-units/${unitId}/distribution`))
      expect(withoutIds(tree.ads)).toEqual(withoutIds(bought[0].ads))
    })
  })

  describe('The ledger', () => {
    it('adds up to what is sold, row by row', async () => {
      const sums = new Map<UnitKey, number>()
      for (const { id } of await everything(operator, '/campaigns')) {
        const { rows } = done(await operator.get(`/campaigns/${id}/media-mix`))
        for (const { unitId } of rows) {
          for (const row of await everything(operator, `/campaign-units/${unitId}/ledger?limit=40`)) {
            sums.set(unitKey(row), (sums.get(unitKey(row)) ?? 0) + row.quantity)
          }
        }
      }
      for (const unit of await units()) {
        expect(unit.sold).toBe(sums.get(unitKey(unit)) ?? 0)
        expect(unit.held + unit.sold).toBeLessThanOrEqual(unit.capacity)
      }
    })
  })

  describe('Syncing', () => {
    let campaignId: string
    const sync = (client: Client, changes: unknown[], baseRevision = 1) =>
      client.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision, changes })
    const put = (unitId: string, version: number, fields: unknown) => ({ op: 'put', unitId, version, fields })

    beforeAll(async () => {
      campaignId = await createCampaign(planner)
      const { version } = done(await planner.get(`/campaigns/${campaignId}`))
      done(
        await planner.patch(`/campaigns/${campaignId}`, { version, sharedWith: ['colleague@example.com'] }),
      )
    })

    it('merges fields that only one side changed', async () => {
      const [unitId] = await addRows(planner, campaignId, [direct])
      const theirs = done(await sync(colleague, [put(unitId!, 1, { amount: 5_000, device: 'PC' })]))
      expect(theirs).toMatchObject({ applied: 1, conflicts: [] })
      const ours = done(await sync(planner, [put(unitId!, 1, { creative: '30초', endDate: '2026-12-20' })]))
      expect(ours).toMatchObject({ applied: 1, conflicts: [] })
      expect(ours.revision).toBe(theirs.revision + 1)
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({
        version: 3,
        amount: 5_000,
        device: 'PC',
        creative: '30초',
        startDate: direct.startDate,
        endDate: '2026-12-20',
      })
    })

    it('leaves a field that both changed differently, and says what both wanted', async () => {
      const [unitId] = await addRows(planner, campaignId, [direct])
      done(await sync(colleague, [put(unitId!, 1, { amount: 5_000, creative: '6초' })]))
      const answer = done(
        await sync(planner, [put(unitId!, 1, { amount: 7_000, creative: '6초', device: 'MO' })]),
      )
      expect(answer.conflicts).toEqual([
        {
          unitId,
          field: 'amount',
          base: direct.amount,
          local: 7_000,
          remote: 5_000,
          by: 'colleague@example.com',
          at: CLOCK,
        },
      ])
      const row = await rowOf(planner, campaignId, unitId!)
      expect(row).toMatchObject({ amount: 5_000, creative: '6초', device: 'MO', version: 3 })
      expect(answer.rows.find((one: { unitId: string }) => one.unitId === unitId)).toEqual(row)
      const resolved = done(await sync(planner, [put(unitId!, 3, { amount: 7_000 })]))
      expect(resolved).toMatchObject({ applied: 1, conflicts: [] })
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({ amount: 7_000, version: 4 })
    })

    it('takes a field that goes back to what it was as unchanged', async () => {
      const [unitId] = await addRows(planner, campaignId, [direct])
      done(await sync(colleague, [put(unitId!, 1, { amount: 5_000 })]))
      const answer = done(await sync(planner, [put(unitId!, 1, { amount: direct.amount })]))
      expect(answer.conflicts).toEqual([])
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({ amount: 5_000 })
    })

    it('changes nothing where both did the same', async () => {
      const [unitId] = await addRows(planner, campaignId, [direct])
      const theirs = done(await sync(colleague, [put(unitId!, 1, { amount: 5_000 })]))
      const ours = done(await sync(planner, [put(unitId!, 1, { amount: 5_000 })]))
      expect(ours).toMatchObject({ applied: 1, conflicts: [], revision: theirs.revision })
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({ amount: 5_000, version: 2 })
    })

    it('takes the sheet’s own base where it knows no version', async () => {
      const [unitId] = await addRows(planner, campaignId, [direct])
      done(await sync(colleague, [put(unitId!, 1, { amount: 5_000, device: 'PC' })]))
      const answer = done(
        await sync(planner, [
          {
            op: 'put',
            unitId,
            base: { amount: direct.amount, device: 'ALL', creative: '15초' },
            fields: { amount: direct.amount, device: 'MO', creative: '6초' },
          },
        ]),
      )
      expect(answer.conflicts).toMatchObject([{ field: 'device', base: 'ALL', local: 'MO', remote: 'PC' }])
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({
        amount: 5_000,
        device: 'PC',
        creative: '6초',
      })
    })

    it('takes the revision that was last synced as base where nothing else is said', async () => {
      const [unitId, other] = await addRows(planner, campaignId, [direct, direct])
      const { revision } = done(await planner.get(`/campaigns/${campaignId}`))
      const say = (fields: unknown) => ({ op: 'put', unitId, fields })
      const first = done(await sync(planner, [say({ amount: 5_000 })], revision))
      expect(first).toMatchObject({ applied: 1, conflicts: [], revision: revision + 1 })
      // The revision before the first change: fields that nobody changed since are taken, the other is a
      // conflict.
      const behind = done(await sync(colleague, [say({ device: 'MO', amount: 6_000 })], revision))
      expect(behind.conflicts).toMatchObject([
        { field: 'amount', base: direct.amount, local: 6_000, remote: 5_000, by: 'planner@example.com' },
      ])
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({ amount: 5_000, device: 'MO' })
      const again = done(await sync(colleague, [say({ amount: 6_000 })], behind.revision))
      expect(again).toMatchObject({ applied: 1, conflicts: [] })

      const gone = [unitId, other].map((id) => ({ op: 'delete', unitId: id }))
      const refused = done(await sync(planner, gone, behind.revision))
      expect(refused.conflicts).toMatchObject([{ unitId, field: 'unit', remote: 'changed' }])
      expect(await rowOf(planner, campaignId, other!)).toBeUndefined()
      expect(done(await sync(planner, [gone[0]], refused.revision))).toMatchObject({
        applied: 1,
        conflicts: [],
      })
      expect(await rowOf(planner, campaignId, unitId!)).toBeUndefined()
    })

    it('knows nothing of a row that came after the revision', async () => {
      const { revision } = done(await planner.get(`/campaigns/${campaignId}`))
      const [unitId] = await addRows(planner, campaignId, [direct])
      const answer = done(await sync(colleague, [{ op: 'put', unitId, fields: { amount: 5_000 } }], revision))
      expect(answer.conflicts).toMatchObject([
        { field: 'amount', base: null, local: 5_000, remote: direct.amount },
      ])
    })

    it('does not delete what the other changed, nor change what the other deleted', async () => {
      const [changed, deleted, gone] = await addRows(planner, campaignId, [direct, direct, direct])
      const remove = (unitId: string, version = 1) => ({ op: 'delete', unitId, version })
      done(await sync(colleague, [put(changed!, 1, { amount: 5_000 }), remove(deleted!), remove(gone!)]))
      const answer = done(
        await sync(planner, [remove(changed!), put(deleted!, 1, { amount: 6_000 }), remove(gone!)]),
      )
      expect(answer.conflicts).toEqual([
        expect.objectContaining({ unitId: changed, field: 'unit', by: 'colleague@example.com', at: CLOCK }),
        expect.objectContaining({ unitId: deleted, field: 'unit', by: 'colleague@example.com', at: CLOCK }),
      ])
      expect(answer.applied).toBe(1)
      expect(await rowOf(planner, campaignId, changed!)).toMatchObject({ amount: 5_000 })
      expect(await rowOf(planner, campaignId, deleted!)).toBeUndefined()
      const again = done(await sync(planner, [remove(changed!, 2)]))
      expect(again).toMatchObject({ applied: 1, conflicts: [] })
      expect(await rowOf(planner, campaignId, changed!)).toBeUndefined()
    })

    it('keeps the rate card for operators', async () => {
      const [unitId] = await addRows(planner, campaignId, [direct])
      expectProblem(await sync(planner, [put(unitId!, 1, { ecpm: 1 })]), 403, 'FORBIDDEN')
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({ ecpm: 7_300, version: 1 })
      done(await sync(operator, [put(unitId!, 1, { ecpm: 5_000, ctr: 0.000001 })]))
      expect(await rowOf(planner, campaignId, unitId!)).toMatchObject({
        ecpm: 5_000,
        ctr: 0.000001,
        impressions: Number(impressionsOf(direct.amount, 5_000)),
      })
    })

    it('takes all of a sync or nothing of it', async () => {
      const before = await state(campaignId)
      const good = { op: 'put', unitId: randomUUID(), fields: direct }
      for (const fields of [
        { ...direct, productCode: 'NOBODY' },
        { ...direct, endDate: '2026-12-01', startDate: '2026-12-02' },
        { ...direct, endDate: '2026-02-30' },
        { ...direct, amount: -1 },
        { ...direct, amount: 0.5 },
        { startDate: direct.startDate, endDate: direct.endDate },
      ]) {
        expectProblem(await sync(planner, [good, { op: 'put', unitId: randomUUID(), fields }]), 422)
      }
      expectProblem(await sync(planner, [good, { ...good, fields: grouped }]), 422, 'VALIDATION_FAILED')
      expect(await state(campaignId)).toEqual(before)
    })
  })
})

function fraction(total: bigint, weight: bigint, all: bigint): string {
  const numerator = total * weight
  let [a, b] = [numerator, all]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = a === 0n ? 1n : a
  return all === divisor ? `${numerator / divisor}` : `${numerator / divisor}/${all / divisor}`
}
