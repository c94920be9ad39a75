import { describe, expect, it } from 'vitest'
import { proposal } from '../../shared/sheets/proposal/proposal'
import { emptyPlan } from '../sheets/sample-plan'

describe('the file name of a proposal', () => {
  const nameOf = (advertiser: string, name: string) => {
    const plan = emptyPlan()
    const named = { ...plan, campaign: { ...plan.campaign, advertiser, name } }
    return proposal({ plan: named }, { audience: 'client' }).fileName
  }

  it('names advertiser, campaign and date', () => {
    expect(nameOf('한빛식품', '겨울 캠페인')).toBe('한빛식품_겨울 캠페인_2026-10-12.xlsx')
  })

  it('says when it is not for the client', () => {
    const { fileName } = proposal({ plan: emptyPlan() }, { audience: 'internal' })
    expect(fileName).toMatch(/_2026-10-12_내부용\.xlsx$/)
  })

  it('holds nothing that a file system or a header refuses', () => {
    expect(nameOf('../etc/passwd', 'a:b*c?"<d>|\r\ne')).toBe('etc passwd_a b c d e_2026-10-12.xlsx')
    expect(nameOf('...', '  ')).toBe('-_-_2026-10-12.xlsx')
  })

  it('does not get too long', () => {
    expect([...nameOf('가'.repeat(500), '😀'.repeat(500))].length).toBeLessThan(140)
  })
})
