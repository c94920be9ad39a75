import { clientOf } from './client'

/** Each of these mistakes is found by the types. The function is never called. */
export async function misuse(): Promise<void> {
  const client = clientOf('')

  // @ts-expect-error: there is no such path
  await client.GET('/campaign')

  // @ts-expect-error: a job has its own path, and this one does not exist
  await client.POST('/jobs/unit-inventory/runs', { body: { month: '2026-12' } })

  // @ts-expect-error: a campaign has a name and a flight
  await client.POST('/campaigns', { body: { advertiser: '한결식품' } })

  // @ts-expect-error: the id is missing
  await client.GET('/campaigns/{id}')

  // @ts-expect-error: there is no such status
  await client.GET('/monitoring/campaigns', { params: { query: { status: 'Sold' } } })

  const { data, error } = await client.GET('/campaigns')
  // @ts-expect-error: a budget is a number
  data?.items[0]?.budget.trim()
  // @ts-expect-error: there is no such problem
  if (error?.code === 'OUT_OF_LUCK') throw new Error(error.detail)
}
