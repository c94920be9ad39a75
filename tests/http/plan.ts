import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Answer, Client } from '../support/service'
import type { ModelCatalogue, VendorRow } from './model'

/**
 * A small catalogue: every type of content, two parts that feed the same platform, a part that is not a
 * default.
 */
export const CATALOGUE = {
  platforms: ['NAVER', 'YOUTUBE', 'KAKAO', 'DAUM'],
  parts: {
    SMR_PROGRAM: { type: 'PROGRAM', platforms: ['NAVER', 'KAKAO', 'DAUM'] },
    YT_PROGRAM: { type: 'PROGRAM', platforms: ['YOUTUBE', 'NAVER'] },
    YT_CHANNEL: { type: 'CHANNEL', platforms: ['YOUTUBE'] },
    A_CHANNEL: { type: 'CHANNEL', platforms: ['KAKAO', 'YOUTUBE'] },
    YT_KEYWORD: { type: 'KEYWORD', platforms: ['YOUTUBE'] },
    SMR_RANDOM: { type: 'RANDOM', platforms: ['NAVER', 'KAKAO', 'DAUM'] },
    YT_RANDOM: { type: 'RANDOM', platforms: ['YOUTUBE'] },
  },
  contents: {
    PG1: { type: 'PROGRAM', owner: 'CJ', weights: { NAVER: 3, KAKAO: 1, DAUM: 2 } },
    PG2: { type: 'PROGRAM', owner: 'SBS', weights: { YOUTUBE: 5, NAVER: 2 } },
    PG3: { type: 'PROGRAM', owner: 'JTBC' },
    PG4: { type: 'PROGRAM', owner: 'CJ' },
    PG5: { type: 'PROGRAM', owner: 'SBS', weights: { DAUM: 1_000_000 } },
    PG6: { type: 'PROGRAM', owner: null },
    PG7: { type: 'PROGRAM', owner: 'JTBC' },
    CH1: { type: 'CHANNEL', owner: 'CJ' },
    CH2: { type: 'CHANNEL', owner: 'JTBC', weights: { KAKAO: 9 } },
    KW1: { type: 'KEYWORD', owner: 'SBS' },
    RS1: { type: 'RANDOM', owner: null, weights: { NAVER: 50 } },
    RS2: { type: 'RANDOM', owner: null },
    RY1: { type: 'RANDOM', owner: null },
    RY2: { type: 'RANDOM', owner: null },
    RANDOM: { type: 'RANDOM', owner: null, weights: { NAVER: 7, DAUM: 2 } },
  },
} as const satisfies ModelCatalogue

/** The contents of each part. PG2 and PG3 come with both program parts, RS1 with both random ones. */
const FEEDS: Record<keyof typeof CATALOGUE.parts, readonly string[]> = {
  SMR_PROGRAM: ['PG1', 'PG2', 'PG3', 'PG4', 'PG5', 'PG6'],
  YT_PROGRAM: ['PG2', 'PG3', 'PG7'],
  YT_CHANNEL: ['CH1', 'CH2'],
  A_CHANNEL: ['CH2'],
  YT_KEYWORD: ['KW1'],
  SMR_RANDOM: ['RS1', 'RS2'],
  YT_RANDOM: ['RS1', 'RY1', 'RY2'],
}

/** Deterministic whole numbers below `limit`. */
export function numbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/**
 * A vendor's file: broadcast days from 30 November to 31 December, hours up to 29, zeros, and days without
 * actuals.
 */
export function vendorRows(seed = 7): VendorRow[] {
  const below = numbers(seed)
  const rows: VendorRow[] = []
  const start = Date.parse('2026-11-30T00:00:00Z')
  for (const [part, contents] of Object.entries(FEEDS)) {
    contents.forEach((metaId, scale) => {
      for (let day = 0; day < 32; day++) {
        const date = new Date(start + day * 86_400_000).toISOString().slice(0, 10)
        for (const hour of [0, 7, 20, 23, 24, 29]) {
          // A broadcast day begins at six. Hour 24 of the day before would be the same key as hour 0, so only
          // one is written.
          if (hour === 0 && day > 0) continue
          const forecast = below(5) === 0 ? 0 : below(900 * (scale + 1)) + 37
          const actual = day > 14 || below(4) === 0 ? null : below(3) === 0 ? forecast : below(1200)
          rows.push({ part, metaId, date, hour, forecast, actual: metaId === 'PG6' ? null : actual })
        }
      }
    })
  }
  // KW1 was measured with 0 impressions: a change rate over 0 doesn't exist.
  return rows.map((row) => (row.metaId === 'KW1' && row.actual !== null ? { ...row, actual: 0 } : row))
}

export function toCsv(rows: readonly VendorRow[]): string {
  return [
    'part,metaId,date,hour,forecast,actual',
    ...rows.map(({ part, metaId, date, hour, forecast, actual }) =>
      [part, metaId, date, hour, forecast, actual ?? ''].join(','),
    ),
    '',
  ].join('\n')
}

/** The body of an answer that must be a success. */
export function done(answer: Answer): Answer['body'] {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body).slice(0, 2000)}`)
  return answer.body
}

/** Checks that a refusal is problem+json with the status, a stable code and a sentence. */
export function expectProblem(answer: Answer, status: number, code?: string): Answer['body'] {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({
    status,
    code: code ?? expect.stringMatching(/^[A-Z][A-Z_]+$/),
  })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body.status).toBe(status)
  expect(answer.body.detail).toMatch(/\S/)
  return answer.body
}

export async function putCatalogue(operator: Client): Promise<void> {
  for (const [displayOrder, code] of CATALOGUE.platforms.entries()) {
    done(await operator.put(`/platforms/${code}`, { name: code, displayOrder }))
  }
  for (const code of ['CJ', 'SBS', 'JTBC'])
    done(await operator.put(`/content-owners/${code}`, { name: code }))
  for (const [code, part] of Object.entries(CATALOGUE.parts)) done(await operator.put(`/parts/${code}`, part))
  const contents: ModelCatalogue['contents'] = CATALOGUE.contents
  for (const [metaId, { type, owner, weights }] of Object.entries(contents)) {
    const platformWeights = Object.entries(weights ?? {}).map(([platform, weight]) => ({ platform, weight }))
    done(
      await operator.put(`/contents/${metaId}`, {
        type,
        name: metaId,
        ...(type === 'PROGRAM' ? { broadcaster: 'tvN' } : {}),
        ...(owner ? { owner } : {}),
        ...(platformWeights.length > 0 ? { platformWeights } : {}),
      }),
    )
  }
}

export async function uploadRows(operator: Client, rows: readonly VendorRow[]): Promise<Answer['body']> {
  const { runId } = done(await operator.upload(toCsv(rows)))
  return operator.runEnd(runId)
}

/** Runs the loads that turn a vendor's rows into unit inventory. */
export async function loadMonth(operator: Client, month: string): Promise<void> {
  expect((await operator.job('standard-inventory-load', month)).status).toBe('SUCCEEDED')
  done(await operator.post('/standard-inventory/confirmations', { month }))
  expect((await operator.job('unit-inventory-load', month)).status).toBe('SUCCEEDED')
}

export interface Row {
  kind?: 'PAID' | 'SERVICE'
  productCode: string
  startDate: string
  endDate: string
  amount: number
  device?: string
  creative?: string
}

export async function createCampaign(planner: Client, name = '겨울 캠페인'): Promise<string> {
  const campaign = done(
    await planner.post('/campaigns', {
      name,
      advertiser: '광고주',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 1_000_000_000,
    }),
  )
  return campaign.id
}

/** Adds rows to a campaign and returns their ids, in order. */
export async function addRows(planner: Client, campaignId: string, rows: readonly Row[]): Promise<string[]> {
  const { revision } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
  const changes = rows.map((fields) => ({ op: 'put', unitId: randomUUID(), fields }))
  const synced = done(
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: revision, changes }),
  )
  expect(synced).toMatchObject({ applied: rows.length, conflicts: [] })
  return changes.map(({ unitId }) => unitId)
}

export async function target(
  planner: Client,
  campaignId: string,
  unitId: string,
  groups: readonly unknown[],
): Promise<Answer> {
  const { version } = await rowOf(planner, campaignId, unitId)
  return planner.put(`/campaigns/${campaignId}/targeting`, { units: [{ unitId, version, groups }] })
}

export async function rowOf(planner: Client, campaignId: string, unitId: string): Promise<Answer['body']> {
  const { rows } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
  return rows.find((row: { unitId: string }) => row.unitId === unitId)
}

export async function buy(
  planner: Client,
  campaignId: string,
  unitIds: readonly string[],
  options: { mode?: 'all' | 'each'; key?: string } = {},
): Promise<Answer> {
  const { rows } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
  const versions = new Map(rows.map((row: { unitId: string; version: number }) => [row.unitId, row.version]))
  return planner.post(
    `/campaigns/${campaignId}/purchases`,
    {
      units: unitIds.map((unitId) => ({ unitId, version: versions.get(unitId) })),
      mode: options.mode ?? 'all',
    },
    options.key ? { 'Idempotency-Key': options.key } : {},
  )
}

/** All items of a list, read page by page. */
export async function everything(client: Client, path: string): Promise<Answer['body'][]> {
  const items: Answer['body'][] = []
  let cursor: string | undefined
  do {
    const join = path.includes('?') ? '&' : '?'
    const body = done(
      await client.get(cursor === undefined ? path : `${path}${join}cursor=${encodeURIComponent(cursor)}`),
    )
    items.push(...body.items)
    cursor = body.nextCursor
  } while (cursor !== undefined)
  return items
}
