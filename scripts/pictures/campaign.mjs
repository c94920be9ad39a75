/** How the campaign's ads do: the share of their plan that they deliver, one after the other. */
const PACES = [1.02, 0.97, 0.93, 1.04, 0.99, 1.01, 0.82]
/** The share of the last day's plan that is delivered at noon. */
const SO_FAR = 0.55

const ROWS = [
  { productCode: 'CROSS_RON', kind: 'PAID', amount: 12_000_000, creative: '15초' },
  { productCode: 'SMR_RON', kind: 'PAID', amount: 8_000_000, creative: '15초' },
  { productCode: 'YT_RON', kind: 'PAID', amount: 20_000_000, creative: '6초 범퍼' },
  { productCode: 'CROSS_RON', kind: 'PAID', amount: 9_000_000, creative: '30초' },
  {
    productCode: 'YT_RON',
    kind: 'SERVICE',
    amount: 2_000_000,
    creative: '6초 범퍼',
    startDate: '2026-12-21',
  },
]

/** @returns the name of a campaign of the sample data that a picture can show: one with bought rows; undefined without one */
export async function campaignOfSample(planner) {
  const { items } = await planner('GET', '/campaigns')
  for (const { id, name } of items) {
    const { rows } = await planner('GET', `/campaigns/${id}/media-mix`)
    const bought = rows.filter(({ bookingStatus }) => ['Booked', 'InFlight'].includes(bookingStatus))
    if (rows.length >= 4 && rows.length <= 12 && bought.length > 0) return { id, name }
  }
  return undefined
}

/** Plans a campaign and buys three of its rows; the fourth is held, the fifth is a draft. */
export async function buyCampaign(planner, name, flight) {
  const campaign = await planner('POST', '/campaigns', {
    ...flight,
    name,
    advertiser: '한빛전자',
    agency: '미디어솔루션',
    budget: 60_000_000,
  })
  const changes = ROWS.map((fields) => ({
    op: 'put',
    unitId: crypto.randomUUID(),
    fields: { ...flight, device: 'PC+Mobile', ...fields },
  }))
  const path = `/campaigns/${campaign.id}`
  const { rows } = await planner('POST', `${path}/media-mix/sync`, {
    baseRevision: campaign.revision,
    changes,
  })
  const unitsOf = (indices) =>
    indices.map((i) => {
      const { unitId, version } = rows.find((row) => row.unitId === changes[i].unitId)
      return { unitId, version }
    })
  await planner(
    'POST',
    `${path}/purchases`,
    { units: unitsOf([0, 1, 2]), mode: 'all' },
    { 'idempotency-key': crypto.randomUUID() },
  )
  await planner('POST', `${path}/holds`, { units: unitsOf([3]), expiresAt: `${flight.endDate}T09:00:00Z` })
  return { id: campaign.id, name }
}

/** Reports what an ad server would: all ads are live, and have delivered from the first day to the last one that is given. */
export async function deliver(planner, operator, campaignId, { from, to }) {
  const { rows } = await planner('GET', `/campaigns/${campaignId}/media-mix`)
  const statuses = []
  const deliveries = []
  let count = 0
  for (const { unitId, bookingStatus, ctr, vtr } of rows) {
    if (!['Booked', 'InFlight'].includes(bookingStatus)) continue
    const { ads } = await planner('GET', `/campaign-units/${unitId}/distribution`)
    for (const child of ads.flatMap(({ childAds }) => childAds)) {
      const days = new Map()
      const pace = PACES[count++ % PACES.length]
      for (const { date, impressions } of child.owners.flatMap(({ cells }) => cells))
        if (date >= from && date <= to) days.set(date, (days.get(date) ?? 0) + impressions)
      for (const [step, status] of ['APPROVED', 'LIVE'].entries())
        statuses.push({ childAdId: child.childAdId, status, reportedAt: `${from}T0${step + 1}:00:00Z` })
      for (const [date, planned] of days) {
        const wave = 1 + 0.06 * Math.sin(Number(date.slice(-2)) * 1.7 + count)
        const impressions = Math.round(planned * pace * wave * (date === to ? SO_FAR : 1))
        const [clicks, views] = [ctr, vtr].map((rate) => Math.round(impressions * rate))
        deliveries.push({ childAdId: child.childAdId, date, impressions, clicks, views })
      }
    }
  }
  for (const [path, reports] of [
    ['/ads/status-reports', statuses],
    ['/delivery-reports', deliveries],
  ])
    for (let at = 0; at < reports.length; at += 5000)
      await operator('POST', path, { reports: reports.slice(at, at + 5000) })
}
