import { expect, it } from 'vitest'
import { inKorean } from '../../server/forecasts/korean'

it('gives the values of a sentence, and the sentences inside of it, in Korean too', () => {
  expect(inKorean('is a PROGRAM, but part YT_CHANNEL brings CHANNEL')).toBe(
    'PROGRAM인데 파트 YT_CHANNEL은(는) CHANNEL에 쓰입니다',
  )
  expect(
    inKorean(
      'The workbook is damaged: row 7 uses a text that is not there. Save it again as .xlsx and send it again.',
    ),
  ).toBe('통합 문서가 손상되었습니다: 7행이 없는 텍스트를 가리킵니다. .xlsx로 다시 저장해 보내세요.')
})

it('leaves a sentence that it does not know as it is', () => {
  expect(inKorean('is purple')).toBe('is purple')
})
