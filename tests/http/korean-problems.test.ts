import { afterAll, beforeAll, expect, it } from 'vitest'
import { ENGLISH_TITLES } from '../../server/http/english-problems'
import { KOREAN_TITLES } from '../../server/http/korean-problems'
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
    expect(body.title).toBe(ENGLISH_TITLES.VALIDATION_FAILED)
    expect(body.errors[0].message).toBe('must not be empty')
  }
  const signedOut = await test.anonymous.post('/campaigns', campaign, KOREAN)
  expect(signedOut.body).toMatchObject({
    title: '로그인이 필요합니다',
    detail: expect.stringContaining('로그인'),
  })
})

it('what a problem says is in Korean, with the values that it names', async () => {
  const said = async (path: string) => (await test.admin.get(path, KOREAN)).body.detail
  expect(await said('/nowhere')).toBe(
    'GET /api/v1/nowhere(은)는 없습니다. 인터페이스는 /api/docs에 있습니다.',
  )
  expect(await said('/campaigns/7')).toMatch(/^이 주소에는 아무것도 없습니다\(id: .*UUID/)
  expect(await said('/standard-inventory?month=2026-12&lmit=5')).toBe(
    'lmit: 이 호출에 없는 매개변수입니다(limit을(를) 쓰려던 것인가요?). 고쳐서 다시 보내 주세요.',
  )
  const put = { name: 'NAVER', displayOrder: 1, version: 9 }
  expect((await test.admin.put('/platforms/NEW', put, KOREAN)).body).toMatchObject({
    code: 'VERSION_CONFLICT',
    detail: '매체 NEW: 더 이상 없습니다. 목록을 다시 불러와 주세요.',
    currentVersion: null,
  })
})

it('every title has its Korean', () => {
  for (const title of Object.values(KOREAN_TITLES)) expect(title).toMatch(/[가-힣]/)
})
