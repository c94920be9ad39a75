import { describe, expect, it } from 'vitest'
import { columnText, invalidFileText, refusalText } from '../../shared/forecast-refusals'
import { refused } from './reading'

describe('Why a row was refused, in the words of a person', () => {
  it('says it in both languages, with what to do', () => {
    expect(refusalText('is not a known part (SMR_PROGRAM, YT_RANDOM)', 'ko')).toEqual({
      reason: '등록되지 않은 파트입니다',
      hint: '파일의 파트를 고치거나 카탈로그에 파트를 추가하고 다시 보내 주세요 (SMR_PROGRAM, YT_RANDOM)',
    })
    expect(refusalText('is a PROGRAM, but part YT_CHANNEL brings CHANNEL', 'ko').reason).toBe(
      'PROGRAM인데 파트 YT_CHANNEL의 유형은 CHANNEL입니다',
    )
    expect(refusalText('is missing: the line has 4 fields, the header has 6', 'en')).toEqual({
      reason: 'is missing',
      hint: 'The line has 4 fields, the header has 6: fill in what it lacks',
    })
    expect(
      refusalText('is new, and the file has brought 100,000 new ones already: look at its columns', 'ko')
        .reason,
    ).toBe('새 콘텐츠가 이미 100,000개를 넘었습니다')
  })

  it('leaves a reason that it does not know as it is', () => {
    expect(refusalText('is purple', 'ko')).toEqual({ reason: 'is purple', hint: '' })
  })

  it('says in Korean what is wrong with a whole file, and leaves what it does not know', async () => {
    const detailOf = async (content: string) => (await refused(content)).replace(/^[A-Z_]+: /, '')
    const detail = await detailOf('part,metaId,when\nP,A,1\n')
    expect(invalidFileText(detail, 'ko')).toBe(
      '머리글에 없는 열: date (날짜), hour (시간), forecast (예측), actual (실적). 찾은 머리글: part,metaId,when',
    )
    expect(invalidFileText(await detailOf(''), 'ko')).toBe('파일이 비어 있습니다.')
    expect(invalidFileText(detail, 'en')).toBe(detail)
    expect(invalidFileText('It is purple.', 'ko')).toBe('It is purple.')
  })

  it('names the columns', () => {
    expect(columnText('metaId', 'ko')).toBe('메타ID')
    expect(columnText('metaId', 'en')).toBe('metaId')
    expect(columnText('', 'ko')).toBe('')
  })
})
