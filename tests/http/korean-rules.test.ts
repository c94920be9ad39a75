import { expect, it } from 'vitest'
import { inKorean } from '../../server/http/korean'
import { rulesOf, sentencesOf } from './sentences-of-source'

/** Two words of an English sentence one after the other, not in `code`, in an address or after a method of HTTP. */
const ENGLISH = /(?<![\w/`.{-])[a-z']{2,} [a-z']{2,}(?![\w/`.}-])/

/** What has no Korean, or loses a value in it. */
function withoutKorean(sentence: string): boolean {
  const korean = inKorean(sentence)
  const values = sentence.match(/⟨\d+⟩/g) ?? []
  return (
    !/\p{Script=Hangul}/u.test(korean) || ENGLISH.test(korean) || values.some((one) => !korean.includes(one))
  )
}

it('every rule that the contract words itself has its Korean', () => {
  const rules = rulesOf('shared/contract').filter(
    ({ where, sentence }) => !where.includes('/examples/') && sentence.includes(' '),
  )
  expect(rules.length).toBeGreaterThan(40)
  expect(rules.filter(({ sentence }) => withoutKorean(sentence))).toEqual([])
})

it('every sentence that a problem, a run’s error or a field can say has its Korean', () => {
  const said = sentencesOf('server').filter(({ where }) => !where.startsWith('server/forecasts/'))
  expect(said.length).toBeGreaterThan(150)
  expect(said.filter(({ sentence }) => withoutKorean(sentence))).toEqual([])
})

it('a value that is a sentence of its own, or a list of such, is translated too', () => {
  expect(inKorean('The row is Booked and cannot be bought. Allowed: InFlight, Canceled.')).toBe(
    '지금 상태(구매완료)에서는 할 수 없습니다(구매). 다음으로 바꿀 수 있는 상태: 집행중, 취소.',
  )
  expect(
    inKorean('The row PG1 is at version 3, you changed version 2. Load it again and repeat your change.'),
  ).toBe('행 PG1: 지금은 버전 3인데 버전 2에서 바꾸셨습니다. 다시 불러와 바꿔 주세요.')
})

it('leaves what it does not know as it is', () => {
  expect(inKorean('is purple')).toBe('is purple')
})
