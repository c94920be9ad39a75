import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { cleanKey } from '../../shared/keys'
import { databases } from '../support/databases'
import { type Answer, type Client, client, startService, type TestService } from '../support/service'
import { withoutIds } from './model'
import {
  addRows,
  CATALOGUE,
  createCampaign,
  done,
  everything,
  expectProblem,
  loadMonth,
  putCatalogue,
  target,
  uploadRows,
  vendorRows,
} from './plan'

const HEADER = 'part,metaId,date,hour,forecast,actual'
const NOBODY = '7b8b63f4-96bb-4dc8-9f0c-9f5f1e1d2c3b'

/** Texts that break code that handles text carelessly. */
const HOSTILE = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udc00b',
  '\u0007',
  '\u001b[31m',
  '\uffff',
  '🎬🍿',
  '𠮷野家 갂 𝒜',
  "'; DROP TABLE campaign; --",
  '" OR 1=1 --',
  '%_!\\',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '{"$gt":""}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '=1+1',
  'e\u0301',
  'ｆｕｌｌ',
  '\u202e거꾸로',
  '\u00a0 ',
  ' '.repeat(50),
  '가'.repeat(5_000),
]

describe.each(databases())('What is not right is refused, and nothing breaks ($name)', (kind) => {
  let test: TestService
  let admin: Client
  let operator: Client
  let planner: Client
  let campaignId: string
  let unitId: string
  let standardId: number

  beforeAll(async () => {
    test = await startService(kind)
    admin = test.admin
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
    await uploadRows(
      operator,
      vendorRows().filter(({ metaId }) => ['PG1', 'PG2', 'RS1'].includes(metaId)),
    )
    await loadMonth(operator, '2026-12')
    done(
      await operator.put('/products/DIRECT', {
        name: 'DIRECT',
        targetingKind: 'CONTENTS',
        platforms: ['NAVER'],
        ecpm: 10_000,
        ctr: 0.01,
        vtr: 0.3,
      }),
    )
    done(await operator.put('/targeting-groups/G', { name: 'G', members: [{ metaId: 'PG1', weight: 1 }] }))
    campaignId = await createCampaign(planner)
    const [id] = await addRows(planner, campaignId, [row])
    unitId = id!
    standardId = (await everything(planner, '/standard-inventory?month=2026-12'))[0].id
  })
  afterAll(() => test?.stop())

  /** Tests of what is refused before any query; they don't need a second database. */
  const itOnce = (promise: string, proof: () => Promise<void>) => {
    if (kind.name === 'sqlite') it(promise, proof)
  }

  const row = { productCode: 'DIRECT', startDate: '2026-12-03', endDate: '2026-12-05', amount: 10_000 }

  /** A valid request for every call that writes. */
  const goodBodies = (): Record<string, { path: string; body: Record<string, unknown> }> => ({
    'put /platforms/{code}': { path: '/platforms/P9', body: { name: 'P9', displayOrder: 9 } },
    'put /content-owners/{code}': { path: '/content-owners/O9', body: { name: 'O9' } },
    'put /contents/{metaId}': {
      path: '/contents/C9',
      body: {
        type: 'PROGRAM',
        name: 'C9',
        broadcaster: 'tvN',
        owner: 'CJ',
        platformWeights: [{ platform: 'NAVER', weight: 2 }],
      },
    },
    'put /parts/{code}': { path: '/parts/T9', body: { type: 'PROGRAM', platforms: ['NAVER'] } },
    'put /products/{code}': {
      path: '/products/D9',
      body: {
        name: 'D9',
        targetingKind: 'CONTENTS',
        platforms: ['NAVER'],
        ecpm: 100,
        ctr: 0.5,
        vtr: 0.000001,
      },
    },
    'put /targeting-groups/{code}': {
      path: '/targeting-groups/G9',
      body: { name: 'G9', members: [{ metaId: 'PG1', weight: 1 }] },
    },
    'post /jobs/{job}/runs': { path: '/jobs/standard-inventory-load/runs', body: { month: '2031-01' } },
    'patch /standard-inventory/{id}': {
      path: `/standard-inventory/${standardId}`,
      body: { adjustedTotal: 5, reason: '이유', version: 1 },
    },
    'post /standard-inventory/confirmations': {
      path: '/standard-inventory/confirmations',
      body: { month: '2026-12', ids: [standardId] },
    },
    'post /standard-inventory/reopenings': {
      path: '/standard-inventory/reopenings',
      body: { ids: [standardId], reason: '이유' },
    },
    'post /availability': {
      path: '/availability',
      body: {
        productCode: 'DIRECT',
        startDate: '2026-12-03',
        endDate: '2026-12-05',
        amount: 1_000,
        groups: [{ name: 'x', weight: 1, members: [{ metaId: 'PG1', weight: 1 }] }],
      },
    },
    'post /campaigns': {
      path: '/campaigns',
      body: {
        name: 'n',
        advertiser: 'a',
        agency: 'g',
        startDate: '2026-12-01',
        endDate: '2026-12-02',
        budget: 1,
      },
    },
    'patch /campaigns/{id}': {
      path: `/campaigns/${campaignId}`,
      body: { name: 'n', startDate: '2026-12-01', endDate: '2026-12-31', budget: 5, version: 1 },
    },
    'post /campaigns/{id}/media-mix/sync': {
      path: `/campaigns/${campaignId}/media-mix/sync`,
      body: { baseRevision: 1, changes: [{ op: 'put', unitId: randomUUID(), fields: row }] },
    },
    'put /campaigns/{id}/targeting': {
      path: `/campaigns/${campaignId}/targeting`,
      body: {
        units: [
          {
            unitId,
            version: 1,
            groups: [{ name: 'x', weight: 1, members: [{ metaId: 'PG1', weight: 1 }] }],
          },
        ],
      },
    },
    'post /campaigns/{id}/purchases': {
      path: `/campaigns/${campaignId}/purchases`,
      body: { units: [{ unitId, version: 1 }], mode: 'all' },
    },
    'post /users': {
      path: '/users',
      body: { email: 'x@example.com', name: 'x', role: 'planner', password: 'long enough 123' },
    },
  })

  const call = (who: Client, method: string, path: string, body: unknown, headers = {}): Promise<Answer> =>
    raw(who, method.toUpperCase(), path, typeof body === 'string' ? body : JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    })

  async function raw(
    who: Client,
    method: string,
    path: string,
    body: string | FormData | undefined,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${test.origin}/api/v1${path}`, {
      method,
      headers: { ...(who.token ? { authorization: `Bearer ${who.token}` } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const json = response.headers.get('content-type')?.includes('json')
      ? JSON.parse(bytes.toString())
      : undefined
    return { status: response.status, body: json, headers: response.headers, bytes }
  }

  /** The answer is a success or a well-formed problem, never a server error. */
  function expectOrderly(answer: Answer, what: unknown): void {
    if (answer.status < 400) return
    expect({ what, status: answer.status, code: answer.body?.code }).toEqual({
      what,
      status: expect.toSatisfy((status: number) => status < 500),
      code: expect.stringMatching(/^[A-Z_]+$/),
    })
    expectProblem(answer, answer.status)
  }

  describe('Who calls', () => {
    it('is signed in, for every call but the sign-in', async () => {
      for (const { method, path, role } of ENDPOINTS) {
        if (role === 'public') continue
        const address = path.replace(/\{\w+\}/g, NOBODY)
        for (const token of ['', 'nonsense', 'a b', '../..', 'x'.repeat(300)]) {
          const answer = await raw(client(test.origin, token), method.toUpperCase(), address, undefined)
          expectProblem(answer, 401, 'NOT_SIGNED_IN')
          expect(answer.headers.get('www-authenticate')).toBe('Bearer')
        }
      }
    })

    itOnce('has the role that the call needs', async () => {
      for (const { method, path, role } of ENDPOINTS) {
        const address = path.replace(/\{\w+\}/g, NOBODY)
        if (role === 'operator' || role === 'admin') {
          expectProblem(await raw(planner, method.toUpperCase(), address, undefined), 403, 'FORBIDDEN')
        }
        if (role === 'admin') {
          expectProblem(await raw(operator, method.toUpperCase(), address, undefined), 403, 'FORBIDDEN')
        }
      }
    })

    itOnce('signs in with the right password only', async () => {
      const at = { email: 'planner@example.com', password: 'wrong' }
      expectProblem(await test.anonymous.post('/session', at), 401, 'WRONG_CREDENTIALS')
      expectProblem(
        await test.anonymous.post('/session', { ...at, email: 'nobody@example.com' }),
        401,
        'WRONG_CREDENTIALS',
      )
      for (const body of [{}, [], { email: 'planner@example.com' }, { email: 1, password: 1 }]) {
        expectProblem(await test.anonymous.post('/session', body), 422, 'VALIDATION_FAILED')
      }
    })
  })

  describe('Bodies', () => {
    itOnce('are JSON', async () => {
      for (const [name, { path, body }] of Object.entries(goodBodies())) {
        const method = name.split(' ')[0]!
        for (const text of [
          '{',
          '{"a":1,}',
          'nonsense',
          '{"a":"\\x"}',
          '\u0000',
          JSON.stringify(body).slice(1),
        ]) {
          expectProblem(await call(admin, method, path, text), 400, 'MALFORMED_BODY')
        }
      }
    })

    itOnce('are what their call takes, not only JSON', async () => {
      for (const text of ['null', '7', '"text"', '[]'])
        expectProblem(await call(admin, 'POST', '/campaigns', text), 422, 'VALIDATION_FAILED')
    })

    itOnce('are UTF-8: Korean in another encoding is refused, not kept as question marks', async () => {
      // "가나" in CP949.
      const name = Buffer.from([0xb0, 0xa1, 0xb3, 0xaa])
      const body = Buffer.concat([Buffer.from('{"name":"'), name, Buffer.from('"}')])
      const answer = await fetch(`${test.origin}/api/v1/campaigns`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
        body,
      })
      expect(answer.status).toBe(400)
      expect((await answer.json()) as object).toMatchObject({ code: 'MALFORMED_BODY' })
    })

    itOnce('say that they are', async () => {
      for (const [name, { path, body }] of Object.entries(goodBodies())) {
        const method = name.split(' ')[0]!.toUpperCase()
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
          const answer = await raw(admin, method, path, JSON.stringify(body), { 'content-type': type })
          expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE')
        }
        expectProblem(
          await call(admin, method, path, body, { 'content-type': 'application/json; charset=latin1' }),
          415,
        )
      }
    })

    itOnce('are objects with their fields', async () => {
      for (const [name, { path, body }] of Object.entries(goodBodies())) {
        const method = name.split(' ')[0]!
        for (const wrong of ['[]', 'null', '"text"', '1', 'true', `[${JSON.stringify(body)}]`]) {
          const answer = await call(admin, method, path, wrong)
          expect([400, 422]).toContain(answer.status)
          expectProblem(answer, answer.status)
        }
        if (method === 'patch') continue
        expectProblem(await call(admin, method, path, {}), 422, 'VALIDATION_FAILED')
      }
    })

    itOnce('have fields of the right type, one by one', async () => {
      for (const [name, { path, body }] of Object.entries(goodBodies())) {
        const method = name.split(' ')[0]!
        for (const field of Object.keys(body)) {
          const wrongs: unknown[] = [{}, [], [[]], true, { __proto__: null }, [null], 'NaN', '\ud800']
          for (const wrong of wrongs) {
            const answer = await call(admin, method, path, { ...body, [field]: wrong })
            expectOrderly(answer, { name, field, wrong })
          }
        }
      }
    })

    it('have whole amounts below 2^53', async () => {
      const before = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      const huge = [
        '9007199254740992',
        '1e308',
        '1e400',
        '-1',
        '-0.5',
        '0.5',
        '"1"',
        '"NaN"',
        'null',
        '[1]',
        '1e-7',
      ]
      for (const amount of huge) {
        const fields = JSON.stringify({ ...row, amount: '@' }).replace('"@"', amount)
        const change = `{"op":"put","unitId":"${randomUUID()}","fields":${fields}}`
        expectProblem(
          await call(
            planner,
            'post',
            `/campaigns/${campaignId}/media-mix/sync`,
            `{"baseRevision":1,"changes":[${change}]}`,
          ),
          422,
        )
        const campaign = JSON.stringify({
          name: 'n',
          advertiser: 'a',
          startDate: '2026-12-01',
          endDate: '2026-12-02',
          budget: '@',
        }).replace('"@"', amount)
        expectProblem(await call(planner, 'post', '/campaigns', campaign), 422, 'VALIDATION_FAILED')
        if (amount === 'null') continue
        expectProblem(
          await call(
            operator,
            'patch',
            `/standard-inventory/${standardId}`,
            `{"adjustedTotal":${amount},"reason":"x","version":1}`,
          ),
          422,
          'VALIDATION_FAILED',
        )
      }
      for (const weight of ['0', '1000001', '1.5', '-1', '1e400', '"1"']) {
        const body = `{"name":"x","members":[{"metaId":"PG1","weight":${weight}}]}`
        expectProblem(await call(operator, 'put', '/targeting-groups/G9', body), 422, 'VALIDATION_FAILED')
      }
      for (const rate of ['1.000001', '-0.1', '0.0000001', '1e-7', '"0.1"', '1e400']) {
        const body = `{"name":"x","targetingKind":"RANDOM","platforms":["NAVER"],"ecpm":1,"ctr":${rate},"vtr":0}`
        expectProblem(await call(operator, 'put', '/products/D9', body), 422, 'VALIDATION_FAILED')
      }
      expectProblem(
        await operator.put('/products/D9', { ...goodBodies()['put /products/{code}']!.body, ecpm: 0 }),
        422,
        'VALIDATION_FAILED',
      )
      expect(done(await planner.get(`/campaigns/${campaignId}/media-mix`))).toEqual(before)
    })

    it('have amounts whose sums stay countable', async () => {
      const most = Number.MAX_SAFE_INTEGER
      const large = await createCampaign(operator)
      const sync = (changes: unknown[]) =>
        operator.post(`/campaigns/${large}/media-mix/sync`, { baseRevision: 1, changes })
      const put = (fields: object) => ({ op: 'put', unitId: randomUUID(), fields: { ...row, ...fields } })
      expectProblem(await sync([put({ amount: most, ecpm: 1 })]), 422, 'AMOUNT_TOO_LARGE')
      const answer = await sync([put({ amount: most, ecpm: most }), put({ amount: most, ecpm: most })])
      expectOrderly(answer, 'two rows of 2^53 − 1 won')
      expect((await operator.get(`/campaigns/${large}/media-mix`)).status).toBe(200)
      expect((await operator.get(`/campaigns/${large}/proposal.xlsx`)).status).toBe(200)
    })

    it('have dates that exist, in order', async () => {
      for (const date of [
        '2026-02-30',
        '9999-99-99',
        '2026-13-01',
        '2026-1-1',
        '20261201',
        '2026-12-01T00:00:00Z',
        '0000-00-00',
        '',
        ' 2026-12-01',
        '2026-12-01\n',
        '２０２６-12-01',
        '+12026-12-01',
        20261201,
        null,
      ]) {
        for (const field of ['startDate', 'endDate']) {
          const campaign = { ...goodBodies()['post /campaigns']!.body, [field]: date }
          expectProblem(await planner.post('/campaigns', campaign), 422, 'VALIDATION_FAILED')
          expectProblem(
            await planner.post('/availability', { ...row, [field]: date }),
            422,
            'VALIDATION_FAILED',
          )
        }
        expectProblem(
          await planner.get(`/unit-inventory?from=${encodeURIComponent(String(date))}`),
          422,
          'VALIDATION_FAILED',
        )
      }
      const reversed = { startDate: '2026-12-05', endDate: '2026-12-04' }
      expectProblem(
        await planner.post('/campaigns', { ...goodBodies()['post /campaigns']!.body, ...reversed }),
        422,
        'VALIDATION_FAILED',
      )
      const { version } = done(await planner.get(`/campaigns/${campaignId}`))
      expectProblem(
        await planner.patch(`/campaigns/${campaignId}`, { endDate: '2026-11-01', version }),
        422,
        'VALIDATION_FAILED',
      )
      expectProblem(
        await planner.post('/availability', { productCode: 'DIRECT', ...reversed }),
        422,
        'VALIDATION_FAILED',
      )
      expectProblem(await planner.get('/unit-inventory?from=2026-12-02&to=2026-12-01'), 422)
      for (const month of ['2026-00', '2026-13', '2026-1', '2026', '2026-12-01', '']) {
        expectProblem(await planner.get(`/standard-inventory?month=${month}`), 422, 'VALIDATION_FAILED')
      }
    })

    it('may ask for the longest flight that there is', async () => {
      const groups = [{ name: 'x', weight: 1, members: [{ metaId: 'PG1', weight: 1 }] }]
      for (const endDate of ['2099-12-31', '9999-12-31']) {
        const began = Date.now()
        const flight = { productCode: 'DIRECT', startDate: '2026-12-01', endDate }
        const asked = await planner.post('/availability', { ...flight, groups, amount: 1_000 })
        expectOrderly(asked, flight)
        expect(asked.status).toBeGreaterThanOrEqual(400)
        const long = await createCampaign(planner)
        const id = randomUUID()
        const synced = await planner.post(`/campaigns/${long}/media-mix/sync`, {
          baseRevision: 1,
          changes: [{ op: 'put', unitId: id, fields: { ...flight, amount: 1_000 } }],
        })
        expectOrderly(synced, flight)
        if (synced.status === 200) {
          done(await target(planner, long, id, groups))
          expectProblem(
            await planner.post(`/campaigns/${long}/purchases`, {
              units: [{ unitId: id, version: 2 }],
              mode: 'all',
            }),
            409,
            'INVENTORY_NOT_LOADED',
          )
        }
        expect(Date.now() - began).toBeLessThan(5_000)
      }
    })

    it('name nothing twice', async () => {
      const member = { metaId: 'PG1', weight: 1 }
      const unit = { unitId, version: 1 }
      for (const [method, path, body] of [
        ['put', '/targeting-groups/G9', { name: 'x', members: [member, member] }],
        ['put', '/parts/T9', { type: 'PROGRAM', platforms: ['NAVER', 'NAVER'] }],
        ['put', '/parts/T9', { type: 'PROGRAM', platforms: ['NAVER', ' NAVER '] }],
        ['put', '/targeting-groups/G9', { name: 'x', members: [member, { metaId: ' PG1', weight: 2 }] }],
        [
          'put',
          '/contents/C9',
          {
            type: 'PROGRAM',
            name: 'x',
            platformWeights: [
              { platform: 'NAVER', weight: 1 },
              { platform: 'NAVER', weight: 2 },
            ],
          },
        ],
        ['post', `/campaigns/${campaignId}/purchases`, { units: [unit, unit], mode: 'all' }],
        [
          'post',
          `/campaigns/${campaignId}/purchases`,
          { units: [unit, { ...unit, unitId: unitId.toUpperCase() }], mode: 'all' },
        ],
        [
          'put',
          `/campaigns/${campaignId}/targeting`,
          {
            units: [
              { ...unit, groups: [] },
              { ...unit, groups: [] },
            ],
          },
        ],
        [
          'post',
          `/campaigns/${campaignId}/media-mix/sync`,
          { baseRevision: 1, changes: [1, 2].map(() => ({ op: 'put', unitId: NOBODY, fields: row })) },
        ],
      ] as const) {
        expectProblem(await call(admin, method, path, body), 422, 'VALIDATION_FAILED')
      }
    })

    it('name only what there is', async () => {
      for (const [path, body] of [
        ['/contents/C9', { type: 'PROGRAM', name: 'x', owner: 'NOBODY' }],
        ['/contents/C9', { type: 'PROGRAM', name: 'x', owner: 'cj' }],
        ['/contents/C9', { type: 'PROGRAM', name: 'x', platformWeights: [{ platform: 'TV', weight: 1 }] }],
        ['/parts/T9', { type: 'PROGRAM', platforms: ['TV'] }],
        ['/products/D9', { ...goodBodies()['put /products/{code}']!.body, platforms: ['naver'] }],
        ['/targeting-groups/G9', { name: 'x', members: [{ metaId: 'NOBODY', weight: 1 }] }],
        ['/targeting-groups/G9', { name: 'x', members: [{ metaId: '__proto__', weight: 1 }] }],
      ] as const) {
        expectProblem(await operator.put(path, body), 422, 'UNKNOWN_REFERENCE')
      }
      expectProblem(
        await planner.post('/availability', { ...row, productCode: 'NOBODY' }),
        422,
        'UNKNOWN_REFERENCE',
      )
    })

    itOnce('may be deep, and large, up to a point', async () => {
      const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
      expectOrderly(await call(planner, 'post', '/campaigns', deep), 'deep objects')
      expectOrderly(await call(planner, 'post', '/campaigns', '['.repeat(50_000)), 'deep arrays')
      const { path, body } = goodBodies()['post /campaigns']!
      expectOrderly(await call(planner, 'post', path, `{"name":${deep}}`), 'a deep field')
      const large = await call(planner, 'post', path, { ...body, name: 'x'.repeat(11 * 1024 * 1024) })
      expectProblem(large, 413, 'PAYLOAD_TOO_LARGE')
    })

    it('cannot reach into objects of the language', async () => {
      const { path, body } = goodBodies()['post /campaigns']!
      const text = JSON.stringify(body).replace(
        '{',
        '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}},',
      )
      expectOrderly(await call(planner, 'post', path, text), '__proto__')
      expect(({} as { admin?: boolean }).admin).toBeUndefined()
      const change = `{"op":"put","unitId":"${randomUUID()}","base":{"__proto__":"x","constructor":1},"fields":${JSON.stringify(row)}}`
      expectOrderly(
        await call(
          planner,
          'post',
          `/campaigns/${campaignId}/media-mix/sync`,
          `{"baseRevision":1,"changes":[${change}]}`,
        ),
        'base.__proto__',
      )
    })
  })

  describe('Addresses and queries', () => {
    itOnce('answer 404 for what there is not', async () => {
      for (const id of [NOBODY, 'nonsense', '0', '%20', '%F0%9F%8E%AC', "'--", '%00']) {
        for (const path of ['', '/media-mix', '/targeting', '/proposal.xlsx']) {
          expectProblem(await planner.get(`/campaigns/${id}${path}`), 404, 'NOT_FOUND')
        }
        expectProblem(await planner.get(`/campaign-units/${id}/distribution`), 404, 'NOT_FOUND')
        expectProblem(await planner.get(`/campaign-units/${id}/ledger`), 404, 'NOT_FOUND')
        expectProblem(await operator.get(`/jobs/runs/${id}`), 404, 'NOT_FOUND')
        expectProblem(await operator.post(`/jobs/${id}/runs`, { month: '2026-12' }), 404, 'NOT_FOUND')
        expectProblem(
          await operator.patch(`/standard-inventory/${id}`, { adjustedTotal: 1, reason: 'x', version: 1 }),
          404,
          'NOT_FOUND',
        )
        expectProblem(
          await planner.post(`/campaigns/${id}/purchases`, { units: [{ unitId, version: 1 }], mode: 'all' }),
          404,
          'NOT_FOUND',
        )
        expectProblem(
          await planner.post(`/campaigns/${id}/media-mix/sync`, { baseRevision: 0, changes: [] }),
          404,
          'NOT_FOUND',
        )
      }
      for (const id of ['2147483648', '1e3', '-1', '9'.repeat(40), '999999']) {
        expectProblem(
          await operator.patch(`/standard-inventory/${id}`, { adjustedTotal: 1, reason: 'x', version: 1 }),
          404,
          'NOT_FOUND',
        )
      }
      expectProblem(await planner.get('/nothing/here'), 404, 'NOT_FOUND')
      expectProblem(await planner.delete('/platforms/NAVER'), 404)
      expectProblem(
        await operator.post('/standard-inventory/reopenings', { ids: [999_999], reason: 'x' }),
        404,
        'NOT_FOUND',
      )
      expectProblem(
        await operator.post('/standard-inventory/confirmations', { month: '2030-01' }),
        404,
        'NOT_FOUND',
      )
    })

    itOnce('survive broken escapes', async () => {
      for (const path of [
        '/platforms/%E0%A4%A',
        '/contents/%',
        '/campaigns/%ZZ/media-mix',
        '/contents?q=%E0%A4%A',
      ]) {
        expectOrderly(await raw(admin, 'GET', path, undefined), path)
        expectOrderly(await call(admin, 'put', path, { name: 'x', displayOrder: 1 }), path)
      }
    })

    it('have pages of a sensible size and cursors of ours', async () => {
      for (const path of ['/contents', '/platforms', '/campaigns', '/unit-inventory', '/products']) {
        for (const query of [
          'limit=0',
          'limit=-1',
          'limit=1.5',
          'limit=x',
          'limit=99999999',
          'limit=NaN',
          'cursor=x',
          'cursor=%00',
          // JSON, but no key of any list.
          ...['[]', '{}', '[null,null]', '[1,2,3,4,5,6,7]', '[[1],[2],[3]]'].map(
            (json) => `cursor=${Buffer.from(json).toString('base64url')}`,
          ),
        ]) {
          expectProblem(await planner.get(`${path}?${query}`), 422, 'VALIDATION_FAILED')
        }
        expectOrderly(await planner.get(`${path}?limit=1&limit=2&limit[]=3&limit[a]=4`), path)
      }
      expectProblem(await planner.get('/contents?type=NONSENSE'), 422, 'VALIDATION_FAILED')
    })

    it('search for text as it is written', async () => {
      for (const name of ['100%_순수', "O'Neill", 'a!b\\c', '🎬 영화', 'ÜBER']) {
        const metaId = `find-${name}`
        done(await operator.put(`/contents/${encodeURIComponent(metaId)}`, { type: 'KEYWORD', name }))
        for (const q of [name, name.toLowerCase()]) {
          const { items } = done(await planner.get(`/contents?q=${encodeURIComponent(q)}`))
          expect({ q, found: items.map((item: { metaId: string }) => item.metaId) }).toEqual({
            q,
            found: [metaId],
          })
        }
      }
      for (const q of HOSTILE) {
        if (!q.isWellFormed()) continue
        const query = encodeURIComponent(q.slice(0, 200))
        expectOrderly(await planner.get(`/contents?q=${query}`), q)
        expectOrderly(await planner.get(`/campaigns?q=${query}`), q)
        expectOrderly(await planner.get(`/contents?broadcaster=${query}`), q)
        expectOrderly(await planner.get(`/unit-inventory?metaId=${query}`), q)
        expectOrderly(await operator.get(`/jobs/runs?job=${query}`), q)
      }
    })
  })

  describe('Text', () => {
    it('is kept as written, or refused', async () => {
      for (const text of HOSTILE) {
        const answer = await call(operator, 'put', '/content-owners/TEXT', { name: text })
        expectOrderly(answer, text)
        if (answer.status === 200) {
          // A name of the catalogue has one form, as codes have; what a planner writes stays as it is.
          expect(answer.body.name).toBe(cleanKey(text))
          const owners = await everything(operator, '/content-owners')
          expect(owners.find(({ code }) => code === 'TEXT').name).toBe(cleanKey(text))
        }
        const made = await call(planner, 'post', '/campaigns', {
          ...goodBodies()['post /campaigns']!.body,
          name: text,
          advertiser: text,
          agency: text,
        })
        expectOrderly(made, text)
        if (made.status === 201) {
          expect(done(await planner.get(`/campaigns/${made.body.id}`)).advertiser).toBe(text.trim())
        }
      }
      for (const text of ['\u0000', '\ud800', '\u0007', '', '   ', '가'.repeat(201)]) {
        expectProblem(
          await call(operator, 'put', '/content-owners/TEXT', { name: text }),
          422,
          'VALIDATION_FAILED',
        )
      }
    })

    it('makes codes that differ in a byte differ, and codes that only look the same one code', async () => {
      const codes = ['key', 'KEY', 'Key', 'kéy', 'ｋｅｙ', '키', '__proto__', 'constructor', '🎬', "k'e--y"]
      for (const code of codes) {
        const put = await operator.put(`/content-owners/${encodeURIComponent(code)}`, {
          name: `name of ${code}`,
        })
        expect(done(put)).toMatchObject({ code, version: 1 })
      }
      const owners = await everything(operator, '/content-owners')
      for (const code of codes) {
        expect(owners.filter((owner) => owner.code === code)).toMatchObject([{ name: `name of ${code}` }])
      }
      for (const [same, code] of [
        [' key  ', 'key'],
        ['ke\u0301y', 'k\u00e9y'],
        ['\ufeff키\u200b', '키'],
      ] as const) {
        const put = await operator.put(`/content-owners/${encodeURIComponent(same)}`, { name: 'again' })
        expect(done(put)).toMatchObject({ code, version: 2 })
      }
    })

    it('gives names one form too, and no new entry the id that a spreadsheet has spoiled', async () => {
      const body = { type: 'PROGRAM', name: `${'드라마'.normalize('NFD')}\u200b`, broadcaster: 'S\u3164BS' }
      const put = done(await operator.put('/contents/KEPT', body))
      expect(put).toMatchObject({ name: '드라마', broadcaster: 'SBS' })
      for (const id of ['8.80123E+12', '1234567890123450', '#REF!']) {
        const at = encodeURIComponent(id)
        for (const [path, bodyOf] of [
          [`/contents/${at}`, body],
          [`/content-owners/${at}`, { name: 'x' }],
          [`/targeting-groups/${at}`, { name: 'x', members: [{ metaId: 'KEPT', weight: 1 }] }],
        ] as const) {
          const answer = await operator.put(path, bodyOf, { 'accept-language': 'ko' })
          expectProblem(answer, 422, 'VALIDATION_FAILED')
          expect(answer.body.detail).toMatch(/수식 오류입니다|줄여 쓴 숫자입니다/)
        }
      }
      // One that is there already can be changed.
      await test.service.database.write((tx) =>
        tx.insert('content_owner', ['code', 'name', 'version'], [['9.9E+15', 'old', 1]]),
      )
      expect(done(await operator.put('/content-owners/9.9E%2B15', { name: 'new' }))).toMatchObject({
        version: 2,
      })
    })

    it('may name a content, a platform and an owner in the words of the language', async () => {
      for (const [i, name] of ['__proto__', 'constructor', 'toString'].entries()) {
        done(await operator.put(`/platforms/${name}`, { name, displayOrder: 50 + i }))
        done(await operator.put(`/content-owners/${name}`, { name }))
        done(await operator.put(`/parts/${name}`, { type: 'KEYWORD', platforms: [name] }))
        done(
          await operator.put(`/contents/${name}`, {
            type: 'KEYWORD',
            name,
            owner: name,
            platformWeights: [{ platform: name, weight: 3 }],
          }),
        )
        done(
          await operator.put(`/products/${name}`, {
            name,
            targetingKind: 'GROUP',
            platforms: [name],
            ecpm: 1_000,
            ctr: 0,
            vtr: 0,
          }),
        )
        done(
          await operator.put(`/targeting-groups/${name}`, { name, members: [{ metaId: name, weight: 1 }] }),
        )
        const { runId } = done(await operator.upload(`${HEADER}\n${name},${name},2027-03-05,9,1000,`))
        expect((await operator.runEnd(runId)).result).toMatchObject({ accepted: 1, rejected: 0 })
      }
      await loadMonth(operator, '2027-03')
      const name = '__proto__'
      const odd = await createCampaign(planner)
      const [id] = await addRows(planner, odd, [
        { productCode: name, startDate: '2027-03-05', endDate: '2027-03-06', amount: 1_000 },
      ])
      done(
        await target(planner, odd, id!, [
          { code: name, weight: 1, ownerRatios: [{ owner: name, ratio: 1 }] },
        ]),
      )
      const bought = done(
        await planner.post(`/campaigns/${odd}/purchases`, {
          units: [{ unitId: id, version: 2 }],
          mode: 'all',
        }),
      )
      expect(withoutIds(bought.units[0].ads)).toMatchObject([
        {
          platform: name,
          childAds: [{ owners: [{ owner: name, cells: [{ metaId: name, impressions: 1_000 }] }] }],
        },
      ])
    })

    it('in an Idempotency-Key is printable and short', async () => {
      const body = { units: [{ unitId, version: 99 }], mode: 'all' }
      for (const key of ['', 'x'.repeat(201), 'a b', 'a\tb', 'é', 'x'.repeat(5_000)]) {
        const answer = await planner.post(`/campaigns/${campaignId}/purchases`, body, {
          'Idempotency-Key': key,
        })
        expect({ key, status: answer.status }).toEqual({ key, status: 422 })
        expectProblem(answer, 422, 'VALIDATION_FAILED')
      }
    })
  })

  describe('Forecast files', () => {
    const good = 'SMR_PROGRAM,FILE,2027-05-01,7,100,'
    const result = async (content: string | Buffer, name?: string) => {
      const { runId } = done(await operator.upload(content, name))
      return (await operator.runEnd(runId)).result
    }
    const total = async (metaId: string, month = '2027-05') => {
      await operator.job('standard-inventory-load', month)
      const rows = await everything(operator, `/standard-inventory?month=${month}`)
      return rows.find((one) => one.metaId === metaId)?.forecastTotal
    }

    it('come as csv with or without BOM, CRLF, quotes and blank lines', async () => {
      const accepted = { accepted: 1, rejected: 0, rejections: [] }
      expect(await result(`\ufeff${HEADER}\r\n${good}\r\n`)).toMatchObject(accepted)
      expect(await result(`${HEADER}\n\n${good}\n\n`)).toMatchObject(accepted)
      expect(await result(`${HEADER}\n${good}`)).toMatchObject(accepted)
      expect(
        await result(
          `"part","metaId","date","hour","forecast","actual"\n"SMR_PROGRAM","FILE","2027-05-01","7","100",""`,
        ),
      ).toMatchObject(accepted)
      expect(await total('FILE')).toBe(100)
      const named = `${HEADER},name,broadcaster,owner\nSMR_PROGRAM,NAMED,2027-05-01,7,1,,"이름, ""따옴표""","SBS\nPlus",CJ`
      const { accepted: taken, rejected } = await result(named)
      expect(taken + rejected).toBe(1)
      const { items } = done(await planner.get('/contents?q=NAMED'))
      if (taken === 1) expect(items).toMatchObject([{ name: '이름, "따옴표"', owner: 'CJ' }])
      const reordered = 'actual,forecast,hour,date,metaId,part\n7,9,5,2027-05-02,FILE,SMR_PROGRAM'
      expect(await result(reordered)).toMatchObject(accepted)
      expect(await total('FILE')).toBe(109)
    })

    it('come in UTF-16 with its BOM, or are refused', async () => {
      const answer = await operator.upload(
        Buffer.from(`\ufeff${HEADER}\nSMR_PROGRAM,넓은,2027-05-01,7,77,`, 'utf16le'),
      )
      if (answer.status === 202) {
        expect((await operator.runEnd(answer.body.runId)).result).toMatchObject({ accepted: 1, rejected: 0 })
        expect(await total('넓은')).toBe(77)
      } else expectProblem(answer, 422, 'FORECAST_FILE_INVALID')
    })

    it('come packed, and as a workbook', async () => {
      const packed = gzipSync(`${HEADER}\nSMR_PROGRAM,PACKED,2027-05-01,29,100,5\n`)
      expect(await result(packed, 'forecast.csv.gz')).toMatchObject({ accepted: 1, rejected: 0 })
      expect(await total('PACKED')).toBe(100)
      const workbook = new ExcelJS.Workbook()
      const sheet = workbook.addWorksheet('예측')
      sheet.addRow([...HEADER.split(','), 'name'])
      sheet.addRow(['SMR_PROGRAM', 'SHEET', '2027-05-01', 7, 250, null, '시트'])
      sheet.addRow(['SMR_PROGRAM', 'SHEET', new Date('2027-05-02T00:00:00Z'), '8', 50, 40])
      sheet.addRow([])
      sheet.addRow(['SMR_PROGRAM', 'SHEET', '2027-05-32', 7, 250, null])
      const bytes = Buffer.from(await workbook.xlsx.writeBuffer())
      expect(await result(bytes, 'forecast.xlsx')).toMatchObject({
        accepted: 2,
        rejected: 1,
        rejections: [{ line: 5, column: 'date', value: '2027-05-32' }],
      })
      expect(await total('SHEET')).toBe(300)
    })

    it('have their bad rows named by line, column, value and reason; the good ones count', async () => {
      const lines = [
        HEADER,
        'SMR_PROGRAM,LINES,2027-05-01,0,10,1',
        'NOBODY,LINES,2027-05-01,1,10,',
        'SMR_PROGRAM,,2027-05-01,1,10,',
        'SMR_PROGRAM,LINES,2027-02-30,1,10,',
        'SMR_PROGRAM,LINES,2027-05-01,30,10,',
        'SMR_PROGRAM,LINES,2027-05-01,-1,10,',
        'SMR_PROGRAM,LINES,2027-05-01,1.5,10,',
        'SMR_PROGRAM,LINES,2027-05-01,1,-10,',
        'SMR_PROGRAM,LINES,2027-05-01,1,1e3,',
        'SMR_PROGRAM,LINES,2027-05-01,1,NaN,',
        'SMR_PROGRAM,LINES,2027-05-01,1,9007199254740992,',
        'SMR_PROGRAM,LINES,2027-05-01,1,,',
        'SMR_PROGRAM,LINES,2027-05-01,1,10,x',
        'SMR_PROGRAM,LINES,2027-05-01,1,"1,00",',
        'YT_CHANNEL,PG1,2027-05-01,1,10,',
        'SMR_PROGRAM,LINES',
        `SMR_PROGRAM,${'x'.repeat(101)},2027-05-01,1,10,`,
        'SMR_PROGRAM,A\u0000B,2027-05-01,1,10,',
        'SMR_PROGRAM,LINES,2027-05-01,1,20,',
        'SMR_PROGRAM,LINES,2027-05-01,1,30,',
      ]
      const { accepted, rejected, rejections } = await result(lines.join('\n'))
      expect({ accepted, rejected }).toEqual({ accepted: 3, rejected: 17 })
      expect(rejections.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
        [3, 'part'],
        [4, 'metaId'],
        [5, 'date'],
        [6, 'hour'],
        [7, 'hour'],
        [8, 'hour'],
        [9, 'forecast'],
        [10, 'forecast'],
        [11, 'forecast'],
        [12, 'forecast'],
        [13, 'forecast'],
        [14, 'actual'],
        [15, 'forecast'],
        [16, 'metaId'],
        [17, 'date'],
        [18, 'metaId'],
        [19, 'metaId'],
      ])
      expect(rejections[2]).toMatchObject({ value: '2027-02-30', reason: expect.stringMatching(/\S/) })
      expect(rejections.every(({ reason }: { reason: string }) => reason.length > 3)).toBe(true)
      expect(await total('LINES')).toBe(40)
    })

    it('may have quotes that are wrong in one row', async () => {
      const text = [
        HEADER,
        'SMR_PROGRAM,QUOTES,2027-05-01,1,10,',
        'SMR_PROGRAM,QU"OTES,2027-05-01,1,10,',
        'SMR_PROGRAM,QUOTES,2027-05-01,2,10,',
      ].join('\n')
      const { accepted, rejected, rejections } = await result(text)
      expect({ accepted, rejected }).toEqual({ accepted: 2, rejected: 1 })
      expect(rejections[0].line).toBe(3)
    })

    it('may reach the end of the calendar', async () => {
      for (const date of ['2099-12-31', '9999-12-31', '0001-01-01']) {
        const text = `${HEADER}\nSMR_PROGRAM,LAST,${date},23,1,\nSMR_PROGRAM,LAST,${date},24,1,`
        const last = await result(text)
        expect(last).toMatchObject({ rejections: expect.any(Array) })
        expect(last.accepted + last.rejected).toBe(2)
      }
    })

    it('may reach the end of counting, and the rest of the month is still there', async () => {
      const most = Number.MAX_SAFE_INTEGER
      const rows = [1, 2, 3].flatMap((hour) => [
        `SMR_PROGRAM,MOST,2027-07-01,${hour},${most},${most}`,
        `SMR_PROGRAM,MOST,2027-07-02,${hour},${most},${most}`,
      ])
      await result([HEADER, ...rows].join('\n'))
      await result(`${HEADER}\nSMR_PROGRAM,LEAST,2027-07-01,1,5,5`)
      expect(['SUCCEEDED', 'FAILED']).toContain(
        (await operator.job('standard-inventory-load', '2027-07')).status,
      )
      const listed = await operator.get('/standard-inventory?month=2027-07')
      expect(listed.status).toBe(200)
      expect(listed.body.items).toContainEqual(expect.objectContaining({ metaId: 'LEAST', forecastTotal: 5 }))
    })

    it('may have RANDOM totals that nobody can count together, and the load says so', async () => {
      const rows = ['RS1', 'RS2'].map((metaId) => `SMR_RANDOM,${metaId},2027-08-01,1,10,`)
      await result([HEADER, ...rows].join('\n'))
      await operator.job('standard-inventory-load', '2027-08')
      for (const { id, version } of await everything(operator, '/standard-inventory?month=2027-08')) {
        expectOrderly(
          await operator.patch(`/standard-inventory/${id}`, {
            adjustedTotal: Number.MAX_SAFE_INTEGER,
            reason: '가장 많이',
            version,
          }),
          'the largest correction',
        )
      }
      expectOrderly(await operator.post('/standard-inventory/confirmations', { month: '2027-08' }), 'confirm')
      const run = await operator.job('unit-inventory-load', '2027-08')
      expect(run.error?.code).not.toBe('INTERNAL_ERROR')
    })

    itOnce('that are none are refused at once', async () => {
      for (const [what, content] of [
        ['empty', ''],
        ['header only', `${HEADER}\n`],
        ['wrong header', 'a,b,c\n1,2,3\n'],
        ['missing column', `part,metaId,date,hour,forecast\n${good}`],
        ['column twice', `${HEADER},hour\n${good},7`],
        ['binary', Buffer.from(Array.from({ length: 5_000 }, (_one, i) => (i * 7919) % 256))],
        ['old workbook', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_000)])],
        ['broken archive', gzipSync(`${HEADER}\n${good}\n`.repeat(500)).subarray(0, 60)],
        ['nonsense after gzip magic', Buffer.from('1f8b00ff00ff00ff', 'hex')],
        ['broken workbook', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500, 7)])],
        ['packed nothing', gzipSync('')],
        ['html', '<!doctype html><title>error</title>'],
      ] as const) {
        const answer = await operator.upload(content)
        expect({ what, status: answer.status }).toEqual({ what, status: 422 })
        expectProblem(answer, 422, 'FORECAST_FILE_INVALID')
      }
      const workbook = new ExcelJS.Workbook()
      workbook.addWorksheet('빈 시트')
      const empty = Buffer.from(await workbook.xlsx.writeBuffer())
      expectProblem(await operator.upload(empty, 'forecast.xlsx'), 422, 'FORECAST_FILE_INVALID')
    })

    itOnce('come in one multipart field', async () => {
      const form = (field: string, count = 1) => {
        const data = new FormData()
        for (let i = 0; i < count; i++) data.append(field, new Blob([`${HEADER}\n${good}`]), 'forecast.csv')
        return data
      }
      expectProblem(await raw(operator, 'POST', '/forecasts', form('upload')), 400, 'MALFORMED_BODY')
      expectProblem(await raw(operator, 'POST', '/forecasts', form('file', 2)), 400, 'MALFORMED_BODY')
      expectProblem(await raw(operator, 'POST', '/forecasts', new FormData()), 400, 'MALFORMED_BODY')
      const text = new FormData()
      text.append('file', `${HEADER}\n${good}`)
      expectProblem(await raw(operator, 'POST', '/forecasts', text), 400, 'MALFORMED_BODY')
      expectProblem(await call(operator, 'post', '/forecasts', {}), 415, 'UNSUPPORTED_MEDIA_TYPE')
      expectProblem(
        await raw(operator, 'POST', '/forecasts', `${HEADER}\n${good}`, { 'content-type': 'text/csv' }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      )
      expectProblem(
        await raw(operator, 'POST', '/forecasts', 'x', { 'content-type': 'multipart/form-data' }),
        400,
        'MALFORMED_BODY',
      )
      expectProblem(
        await raw(operator, 'POST', '/forecasts', '--x\r\nnonsense', {
          'content-type': 'multipart/form-data; boundary=x',
        }),
        400,
        'MALFORMED_BODY',
      )
      expectProblem(await planner.upload(`${HEADER}\n${good}`), 403, 'FORBIDDEN')
    })
  })

  describe('Whatever comes', () => {
    const RUNS = kind.name === 'sqlite' ? 30 : 6
    const anything = fc.oneof(
      { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
      fc.constantFrom<unknown>(...HOSTILE, -1, 0, 0.1, 2 ** 53, 1e308, '2026-02-30', null, [], {}),
      fc.constantFrom<unknown>('PG1', 'NAVER', 'DIRECT', 'CJ', '2026-12-03', 1, 2, 10_000, NOBODY),
    )

    it('is taken or refused in order, for every call that writes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.keys(goodBodies()).filter((name) => name !== 'post /users')),
          fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 3 }),
          anything,
          async (name, changes, whole) => {
            const { path, body } = goodBodies()[name]!
            const method = name.split(' ')[0]!
            const mutated = structuredClone(body)
            for (const [position, value] of changes) replaceSomewhere(mutated, position, value)
            expectOrderly(await call(admin, method, path, mutated), { name, mutated })
            expectOrderly(await call(admin, method, path, whole), { name, whole })
          },
        ),
        { seed: 20_261_201, numRuns: RUNS * 8 },
      )
    })

    it('leaves everything readable', async () => {
      for (const path of [
        '/platforms',
        '/content-owners',
        '/contents',
        '/parts',
        '/products',
        '/targeting-groups',
        '/campaigns',
        '/unit-inventory',
        '/standard-inventory?month=2026-12',
      ]) {
        expect({ path, status: (await admin.get(path)).status }).toEqual({ path, status: 200 })
      }
      const listed = await everything(admin, '/parts')
      for (const code of Object.keys(CATALOGUE.parts)) expect(listed.map((part) => part.code)).toContain(code)
      for (const { id } of await everything(admin, '/campaigns')) {
        for (const path of ['media-mix', 'targeting']) {
          expect((await admin.get(`/campaigns/${id}/${path}`)).status).toBe(200)
        }
      }
    })
  })
})

/** Replaces the value at one place of the tree; the places are numbered in the order of the walk. */
function replaceSomewhere(tree: Record<string, unknown>, position: number, value: unknown): void {
  const places: [holder: Record<string, unknown>, key: string][] = []
  const collect = (holder: Record<string, unknown>) => {
    for (const key of Object.keys(holder)) {
      places.push([holder, key])
      const child = holder[key]
      if (typeof child === 'object' && child !== null) collect(child as Record<string, unknown>)
    }
  }
  collect(tree)
  const place = places[position % Math.max(1, places.length)]
  if (place) place[0][place[1]] = value
}
