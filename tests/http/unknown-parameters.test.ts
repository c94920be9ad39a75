import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inKorean } from '../../server/http/korean'
import { unknownParameters } from '../../server/http/unknown-parameters'
import { ENDPOINTS } from '../../shared/contract/endpoints'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'

describe('A parameter that a call does not have', () => {
  let test: TestService
  beforeAll(async () => {
    test = await startService(databases()[0]!)
  })
  afterAll(() => test?.stop())

  const address = (path: string) =>
    path
      .replace('{job}', 'standard-inventory-load')
      .replace(/\{\w+\}/g, '7b8b63f4-96bb-4dc8-9f0c-9f5f1e1d2c3b')

  it.each(ENDPOINTS.map((endpoint) => [endpoint.operationId, endpoint] as const))(
    'is refused by %s',
    async (_name, { method, path }) => {
      const answer = await test.admin[method](`${address(path)}?nonsense=1`)
      expect(answer.status).toBe(422)
      expect(answer.body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'nonsense' }] })
    },
  )

  it('is named with the nearest one that the call has', async () => {
    const { status, body } = await test.admin.get('/standard-inventory?mounth=2026-12&lmit=5')
    expect(status).toBe(422)
    expect(body.errors).toEqual([
      { path: 'mounth', message: 'is not a parameter of this call (did you mean month?)' },
      { path: 'lmit', message: 'is not a parameter of this call (did you mean limit?)' },
    ])
    expect(body.detail).toMatch(
      /^mounth: is not a parameter of this call \(did you mean month\?\) \(and 1 more/,
    )
  })

  it('is named by itself where no other is near', () => {
    const known = z.object({ month: z.string(), to: z.string() })
    const messages = (query: object, of?: z.ZodType) =>
      unknownParameters({ ...query }, of).map(({ message }) => message)
    expect(messages({ ab: '' }, known)).toEqual(['is not a parameter of this call, which has month, to'])
    expect(messages({ MONTH: '' }, known)).toEqual(['is not a parameter of this call (did you mean month?)'])
    expect(messages({ ab: '' })).toEqual(['is not a parameter of this call, which has none'])
    expect(messages({ month: '', to: '' }, known)).toEqual([])
    expect(inKorean('is not a parameter of this call (did you mean month?)')).toBe(
      '이 호출에 없는 매개변수입니다(month을(를) 쓰려던 것인가요?)',
    )
  })

  it('is looked for in every call: each query of the contract says its parameters', () => {
    for (const { operationId, query } of ENDPOINTS)
      if (query) expect(query, operationId).toBeInstanceOf(z.ZodObject)
  })
})
