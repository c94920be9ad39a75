import { afterAll, beforeAll, expect, it } from 'vitest'
import { KOREAN_TITLES } from '../../server/http/korean-problems'
import { PROBLEMS } from '../../shared/problem'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'

let test: TestService
beforeAll(async () => {
  test = await startService(databases()[0]!)
})
afterAll(() => test?.stop())

const KOREAN = { 'accept-language': 'ko-KR,ko;q=0.9,en-US;q=0.8' }
const campaign = { name: '', advertiser: '한빛', startDate: '2026-02-30', endDate: '2026-12-10', budget: -1 }

it('problems are told in the language that is asked for, and in English otherwise', async () => {
  const korean = await test.admin.post('/campaigns', campaign, KOREAN)
  expect(korean).toMatchObject({
    status: 422,
    body: {
      code: 'VALIDATION_FAILED',
      title: '사용할 수 없는 값이 있습니다',
      detail: 'name: 비워 둘 수 없습니다 (외 2건, errors 참고). 고쳐서 다시 보내 주세요.',
      errors: [
        { path: 'name', message: '비워 둘 수 없습니다' },
        { path: 'startDate', message: 'YYYY-MM-DD 형식의 실제 날짜여야 합니다(2000년부터 2199년까지)' },
        { path: 'budget', message: '음수일 수 없습니다' },
      ],
    },
  })
  const others: Record<string, string>[] = [{}, { 'accept-language': 'ja' }, { 'accept-language': '*' }]
  for (const headers of others) {
    const { body } = await test.admin.post('/campaigns', campaign, headers)
    expect(body.title).toBe(PROBLEMS.VALIDATION_FAILED.title)
    expect(body.errors[0].message).toBe('must not be empty')
  }
  const signedOut = await test.anonymous.post('/campaigns', campaign, KOREAN)
  expect(signedOut.body).toMatchObject({
    title: '로그인이 필요합니다',
    detail: expect.stringContaining('로그인'),
  })
})

it('every title has its Korean', () => {
  for (const title of Object.values(KOREAN_TITLES)) expect(title).toMatch(/[가-힣]/)
})
