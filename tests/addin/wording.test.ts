import { describe, expect, it } from 'vitest'
import { CallFailure } from '../../addin/api/client'
import { EN } from '../../addin/words/en/common'
import { PROPOSAL_EN } from '../../addin/words/en/proposal'
import { failureText } from '../../addin/words/failures'
import { KO } from '../../addin/words/ko/common'
import { PROPOSAL_KO } from '../../addin/words/ko/proposal'
import { languageOf } from '../../addin/words/words'
import { PROBLEMS, type ProblemCode } from '../../shared/problem'

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

const PLANNER = { language: 'ko', role: 'planner' } as const

describe('the words of the pane', () => {
  it('are Korean for Korean displays and English for all others', () => {
    expect(languageOf('ko-KR')).toBe('ko')
    expect(languageOf('ja-JP')).toBe('en')
  })

  it('hold no Korean in English', () => {
    expect(texts([EN, PROPOSAL_EN]).filter((text) => /\p{Script=Hangul}/u.test(text))).toEqual([])
    expect(texts([KO, PROPOSAL_KO]).every((text) => text.trim() !== '')).toBe(true)
  })

  it.each(Object.keys(PROBLEMS) as ProblemCode[])('say what %s means and what to do next', (code) => {
    for (const language of ['ko', 'en'] as const) {
      const { title, next } = failureText(new CallFailure(code, '', { fits: { amount: 12_000_000 } }), {
        language,
        role: 'planner',
      })
      expect(title).not.toBe('')
      expect(next).not.toBe('')
    }
  })

  it.each([
    [{ cause: 'RATE_CARD' }, 'eCPM'],
    [{ cause: 'OVERRIDE' }, '시작일'],
    [{ cause: 'RIGHT' }, '캠페인 담당자'],
    [{ cause: 'ROLE' }, '관리자'],
  ])('tell what %o forbids, and whom to ask', (data, word) => {
    const others = ['eCPM', '시작일', '캠페인 담당자', '관리자'].filter((other) => other !== word)
    const { title, next } = failureText(new CallFailure('FORBIDDEN', '', data), PLANNER)
    expect(`${title} ${next}`).toContain(word)
    for (const other of others) expect(next).not.toContain(other)
  })

  it.each(['operator', 'admin'] as const)('never tell an %s to ask an operator', (role) => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      const failure = new CallFailure(code, '', {})
      expect(failureText(failure, { language: 'ko', role }).next).not.toContain('운영 담당자에게')
      expect(failureText(failure, { language: 'en', role }).next).not.toMatch(/ask an operator/i)
    }
    const planner = failureText(new CallFailure('INVENTORY_NOT_LOADED', '', {}), PLANNER)
    expect(planner.next).toContain('운영 담당자에게')
  })

  it('name the amount that fits a shortage', () => {
    const shortage = new CallFailure('INVENTORY_SHORTAGE', '', { fits: { amount: 12_000_000 } })
    expect(failureText(shortage, PLANNER).next).toContain('12,000,000원')
  })
})
