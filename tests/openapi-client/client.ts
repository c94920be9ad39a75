import createClient from 'openapi-fetch'
import type { components, paths } from '../output/openapi-client/api'

type Schemas = components['schemas']

interface Planned {
  user: Schemas['User']
  created: Schemas['Campaign']
  listed: Schemas['Campaign'][]
  problem: Schemas['Problem']
}

export function clientOf(origin: string, token?: string) {
  return createClient<paths>({
    baseUrl: `${origin}/api/v1`,
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
  })
}

/** Signs in, creates a campaign, finds it in the list, and asks for one that does not exist. */
export async function planCampaign(
  origin: string,
  account: { email: string; password: string },
): Promise<Planned> {
  const session = await clientOf(origin).POST('/session', { body: account })
  if (!session.data) throw new Error(session.error.detail)
  const client = clientOf(origin, session.data.token)
  const created = await client.POST('/campaigns', {
    body: {
      name: '겨울 신제품 런칭',
      advertiser: '한결식품',
      startDate: '2026-12-05',
      endDate: '2026-12-06',
      budget: 10_000_000,
    },
  })
  if (!created.data) throw new Error(`${created.error.code}: ${created.error.detail}`)
  const listed = await client.GET('/campaigns', { params: { query: { q: '신제품', limit: 10 } } })
  if (!listed.data) throw new Error(listed.error.detail)
  const missing = await client.GET('/campaigns/{id}', {
    params: { path: { id: '00000000-0000-4000-8000-000000000000' } },
  })
  if (!missing.error) throw new Error(`${missing.data.name} should not exist`)
  return {
    user: session.data.user,
    created: created.data,
    listed: listed.data.items,
    problem: missing.error,
  }
}

/** Starts a load and reads its run. */
export async function load(origin: string, token: string, month: string): Promise<Schemas['JobRun']> {
  const client = clientOf(origin, token)
  const started = await client.POST('/jobs/standard-inventory-load/runs', { body: { month } })
  if (!started.data) throw new Error(started.error.detail)
  const run = await client.GET('/jobs/runs/{id}', { params: { path: { id: started.data.runId } } })
  if (!run.data) throw new Error(run.error.detail)
  return run.data
}
