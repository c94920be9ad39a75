import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { findLibreOffice } from '../support/libreoffice'
import { startService, type TestService } from '../support/service'

const CAMPAIGN = {
  name: '겨울 런칭',
  advertiser: '한빛',
  startDate: '2026-12-01',
  endDate: '2026-12-31',
  budget: 50_000_000,
}

describe('a proposal as a PDF', () => {
  let running: TestService | undefined
  const start = async (env: Record<string, string>) => {
    running = await startService(databases()[0]!, env)
    return (await running.admin.post('/campaigns', CAMPAIGN)).body.id as string
  }
  afterAll(() => running?.stop())

  describe.skipIf(!findLibreOffice())('where LibreOffice is', () => {
    let id: string
    beforeAll(async () => {
      id = await start({})
    })

    it('has the same sheets, one after the other', { timeout: 120_000 }, async () => {
      expect((await running!.admin.get('/proposal-templates')).body.pdf).toBe(true)
      const path = `/campaigns/${id}/proposal.pdf?template=presentation`
      const [first, second] = await Promise.all([running!.admin.get(path), running!.admin.get(path)])
      for (const { status, headers, bytes } of [first!, second!]) {
        expect(status).toBe(200)
        expect(headers.get('content-type')).toBe('application/pdf')
        expect(decodeURIComponent(headers.get('content-disposition')!)).toContain(
          '한빛_겨울 런칭_2026-12-01.pdf',
        )
        const file = Buffer.from(bytes).toString('latin1')
        expect(file.slice(0, 5)).toBe('%PDF-')
        expect(file.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThanOrEqual(4)
      }
    })

    it('is for those who may see the campaign', async () => {
      const planner = await running!.signInAs('planner')
      expect((await planner.get(`/campaigns/${id}/proposal.pdf`)).status).toBe(404)
    })
  })

  it('is refused where LibreOffice is not, with what to do', async () => {
    await running?.stop()
    const id = await start({ LIBREOFFICE: 'off' })
    expect((await running!.admin.get('/proposal-templates')).body.pdf).toBe(false)
    const { status, body } = await running!.admin.get(`/campaigns/${id}/proposal.pdf`)
    expect([status, body.code]).toEqual([501, 'NOT_AVAILABLE'])
    expect(body.detail).toContain('save it as PDF in Excel')
  })
})
