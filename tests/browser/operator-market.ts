import { createCampaign, done } from '../http/plan'
import { type Market, members } from '../purchases/market'

export const MONTH = '2026-12'
/** Campaigns with days that are sold beyond their forecast: one that fits on other days, and one that is too large for that. */
export const AT_RISK = {
  small: { name: '연말 특집', metaId: 'PG4', part: 0.2 },
  large: { name: '설 예고', metaId: 'PG2', part: 0.95 },
} as const
/** A campaign that runs without any delivery. */
export const BEHIND = '아직 안 나온 캠페인'
export const LONG_NAME = '아주아주 긴 이름의 새로운 주말 저녁 예능 프로그램 특별판 시즌 12 스페셜 감독판'

/**
 * A booked row, whose forecast the vendor then takes back; two more, of which some days are sold beyond a new forecast; one that
 * delivers nothing; forecasts that changed after they were confirmed; a content with a long name; requests that were given up.
 */
export async function operatorMarket(market: Market): Promise<void> {
  const { operator, planner } = market
  const placed = await market.place(
    { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-05', amount: 100_000 },
    members('PG1'),
  )
  done(await market.buy(placed))
  const flight = { productCode: 'DIRECT', startDate: '2026-12-10', endDate: '2026-12-20' } as const
  for (const { name, metaId, part } of Object.values(AT_RISK)) {
    const groups = members(metaId)
    const { maxAmount } = done(await planner.post('/availability', { ...flight, groups }))
    const row = { ...flight, amount: Math.floor(maxAmount * part) }
    done(await market.buy(await market.place(row, groups, await createCampaign(planner, name))))
  }
  const behind = { ...flight, startDate: '2026-12-02', amount: 200_000 }
  done(await market.buy(await market.place(behind, members('PG3'), await createCampaign(planner, BEHIND))))
  const days = Array.from({ length: 31 }, (_, i) => `2026-12-${String(i + 1).padStart(2, '0')}`)
  const hours = (metaId: string, date: string, forecast: number) =>
    [0, 5, 7, 20, 23].map((hour) => `SMR_PROGRAM,${metaId},${date},${hour},${forecast},,`)
  const send = async (name: string, rows: readonly string[]) => {
    const file = ['part,metaId,date,hour,forecast,actual,name', ...rows].join('\n')
    await operator.runEnd(done(await operator.upload(file, name)).runId)
    await operator.job('standard-inventory-load', MONTH)
  }
  const standard = async () =>
    done(await operator.get(`/standard-inventory?month=${MONTH}`)).items as {
      id: number
      metaId: string
      version: number
    }[]
  const ids = (await standard()).map(({ id }) => id)
  done(await operator.post('/standard-inventory/reopenings', { ids, reason: '새 예측' }))
  // The vendor takes the forecast of PG1 back, that of a day of PG2 and PG4 too, and brings a content with a long name.
  await send(`${LONG_NAME} 예측.csv`, [
    ...days.flatMap((date) => [...hours('PG1', date, 3), `SMR_PROGRAM,PG9,${date},20,7000,,${LONG_NAME}`]),
    ...hours('PG4', '2026-12-15', 0),
    ...hours('PG2', '2026-12-15', 3),
    'NOBODY,PG1,2026-12-01,1,3,,',
  ])
  // November is there to be compared with, and an open row is corrected.
  const lastMonth = `part,metaId,date,hour,forecast,actual\nSMR_PROGRAM,PG1,2026-11-09,7,1234,\nSMR_PROGRAM,PG5,2026-11-09,7,777,`
  await operator.runEnd(done(await operator.upload(lastMonth, '11월.csv')).runId)
  await operator.job('standard-inventory-load', '2026-11')
  const { id, version } = (await standard()).find(({ metaId }) => metaId === 'PG3')!
  const correction = { adjustedTotal: 11_000_000, reason: '편성', version }
  done(await operator.patch(`/standard-inventory/${id}`, correction))
  const toConfirm = (await standard()).filter(({ metaId }) => ['PG1', 'PG2', 'PG4'].includes(metaId))
  const confirmed = { month: MONTH, ids: toConfirm.map(({ id }) => id) }
  done(await operator.post('/standard-inventory/confirmations', confirmed))
  await operator.job('unit-inventory-load', MONTH)
  await send('바뀐 예측.csv', [...hours('PG1', '2026-12-25', 4), ...hours('PG2', '2026-12-25', 9000)])
  await market.job('calendar-statuses')
  market.clock.moveToDay('2026-12-06')
  await market.job('monitoring-refresh')
  // Those who look after inventory are told by mail too: the mail server refuses at first.
  done(
    await operator.put('/notifications/preferences', {
      language: 'ko',
      mail: ['AT_RISK', 'MONTH_UNCONFIRMED'],
    }),
  )
  done(await planner.put('/notifications/preferences', { language: 'ko', mail: ['AT_RISK'] }))
  await market.job('notify')
  await market.test.service.database.write((tx) =>
    tx.run(
      "UPDATE publish_request SET status = 'DEAD', attempts = 9, answer = 503, error = 'Service Unavailable', answer_text = '서버를 점검 중입니다', webhook = 'ADS'",
    ),
  )
}
