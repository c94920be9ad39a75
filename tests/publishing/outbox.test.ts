import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'

interface Row {
  childAdId: string
  platform: string
  action: string
  status: string
  bookingStatus: string
  impressions: number
}

describe.each(databases())('What ad servers are asked for ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  const requests = ({ unitId }: Placed) =>
    market.test.service.database.rows<Row>(
      `SELECT child_ad_id AS childAdId, platform, action, status, booking_status AS bookingStatus, impressions
       FROM publish_request WHERE unit_id = ? ORDER BY id`,
      [unitId],
    )
  const direct = (startDate = '2026-12-10', endDate = '2026-12-12') =>
    market.place({ productCode: 'DIRECT', startDate, endDate, amount: 60_000 }, members('PG1', 'PG2'))

  it('asks for every child ad that a purchase makes, in its transaction', async () => {
    const placed = await direct()
    const { units } = done(await market.buy(placed))
    const childAds = units[0].ads.flatMap((ad: { childAds: object[] }) => ad.childAds)
    const rows = await requests(placed)
    expect(rows.map(({ childAdId }) => childAdId)).toEqual(
      childAds.map(({ childAdId }: { childAdId: string }) => childAdId),
    )
    expect(rows.map(({ impressions }) => Number(impressions))).toEqual(
      childAds.map(({ impressions }: { impressions: number }) => impressions),
    )
    expect(new Set(rows.map(({ action, status }) => `${action} ${status}`))).toEqual(
      new Set(['CREATE PENDING']),
    )
  })

  it('asks for nothing where a purchase fails', async () => {
    const placed = await market.place(
      { productCode: 'DIRECT', startDate: '2026-12-10', endDate: '2026-12-12', amount: 900_000_000_000 },
      members('PG1', 'PG2'),
    )
    expect((await market.buy(placed)).status).toBe(409)
    expect(await requests(placed)).toEqual([])
  })

  it('asks for nothing where only inventory is held', async () => {
    const placed = await direct()
    done(await market.hold([placed]))
    done(await market.act(placed, 'amend', { amount: 30_000 }))
    expect(await requests(placed)).toEqual([])
    done(await market.buy(placed))
    expect(new Set((await requests(placed)).map(({ action }) => action))).toEqual(new Set(['CREATE']))
  })

  it('tells what an amendment makes, changes and ends', async () => {
    const placed = await direct()
    done(await market.act(await bought(placed), 'amend', { platforms: ['NAVER', 'KAKAO'], amount: 90_000 }))
    const after = (await requests(placed)).slice(3)
    expect(after.map(({ platform, action }) => `${platform} ${action}`).sort()).toEqual([
      'DAUM CANCEL',
      'KAKAO UPDATE',
      'NAVER UPDATE',
    ])
    // A child ad that was ended is sent as new when it returns; one that stays ended isn't canceled again.
    done(await market.act(placed, 'amend', { platforms: ['NAVER', 'DAUM'] }))
    done(await market.act(placed, 'amend', { amount: 95_000 }))
    const rest = (await requests(placed)).slice(6)
    expect(rest.map(({ platform, action }) => `${platform} ${action}`).sort()).toEqual([
      'DAUM CREATE',
      'DAUM UPDATE',
      'KAKAO CANCEL',
      'NAVER UPDATE',
      'NAVER UPDATE',
    ])
  })

  it('ends every ad of a canceled booking, once', async () => {
    const placed = await bought(await direct())
    done(await market.act(placed, 'amend', { platforms: ['NAVER', 'KAKAO'] }))
    done(await market.act(placed, 'cancel', { reason: '취소' }))
    const rows = await requests(placed)
    const ends = rows.filter(({ action }) => action === 'CANCEL')
    expect(ends.map(({ platform }) => platform).sort()).toEqual(['DAUM', 'KAKAO', 'NAVER'])
    expect(rows.at(-1)).toMatchObject({ bookingStatus: 'Canceled' })
  })

  it('tells of pauses, and that what is amended meanwhile stays paused', async () => {
    const placed = await bought(await direct('2026-12-02', '2026-12-20'))
    market.clock.moveToDay('2026-12-03')
    await market.job('calendar-statuses')
    done(await market.act(placed, 'pause', { reason: '소재 교체' }))
    done(await market.act(placed, 'amend', { amount: 70_000 }))
    done(await market.act(placed, 'resume'))
    done(await market.act(placed, 'stop', { reason: '중단' }))
    const naver = (await requests(placed)).filter(({ platform }) => platform === 'NAVER')
    expect(naver.map(({ action, bookingStatus }) => `${action} ${bookingStatus}`)).toEqual([
      'CREATE Booked',
      'PAUSE Paused',
      'UPDATE Paused',
      'RESUME InFlight',
      'CANCEL Stopped',
    ])
  })

  async function bought(placed: Placed): Promise<Placed> {
    done(await market.buy(placed))
    return placed
  }
})
