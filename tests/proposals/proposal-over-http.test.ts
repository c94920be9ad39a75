import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnOf } from '../../shared/sheets/media-mix/columns'
import { mediaMixGeometry } from '../../shared/sheets/media-mix/geometry'
import { databases } from '../support/databases'
import { findLibreOffice, recalculate } from '../support/libreoffice'
import { type Answer, startService, type TestService } from '../support/service'

const AMOUNTS = [10_000_001, 3_333_333, 77_777_777, 1]

describe.each(databases())('the proposal of a campaign on $name', (kind) => {
  let running: TestService
  let campaignId: string
  let mediaMix: Answer['body']
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flightsheet-proposal-'))
    running = await startService(kind)
    const { admin } = running
    for (const [code, displayOrder] of Object.entries({ NAVER: 1, YOUTUBE: 2 })) {
      await admin.put(`/platforms/${code}`, { name: `${code} TV`, displayOrder })
    }
    await admin.put('/content-owners/CO1', { name: '비밀스러운 소유자' })
    const content = {
      type: 'PROGRAM',
      name: '=HYPERLINK("http://x","달빛 정류장")',
      broadcaster: 'KBS',
      owner: 'CO1',
    }
    await admin.put('/contents/P1', content)
    const rates = { ctr: 0.012345, vtr: 0.654321 }
    await admin.put('/products/C', {
      name: '프로그램 타겟팅',
      targetingKind: 'CONTENTS',
      platforms: ['NAVER', 'YOUTUBE'],
      ecpm: 13_337,
      ...rates,
    })
    await admin.put('/products/R', {
      name: '논타겟',
      targetingKind: 'RANDOM',
      platforms: ['YOUTUBE'],
      ecpm: 7,
      ...rates,
    })
    const campaign = {
      name: '겨울 런칭',
      advertiser: '+한빛',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 50_000_000,
    }
    campaignId = (await admin.post('/campaigns', campaign)).body.id
    const units = AMOUNTS.map(() => randomUUID())
    await admin.post(`/campaigns/${campaignId}/media-mix/sync`, {
      baseRevision: 1,
      changes: AMOUNTS.map((amount, i) => ({
        op: 'put',
        unitId: units[i],
        fields: {
          kind: i === 2 ? 'SERVICE' : 'PAID',
          productCode: i % 2 === 0 ? 'C' : 'R',
          startDate: '2026-12-01',
          endDate: '2026-12-20',
          amount,
          device: 'PC/MO',
          creative: '15초',
        },
      })),
    })
    await admin.put(`/campaigns/${campaignId}/targeting`, {
      units: [
        {
          unitId: units[0],
          version: 1,
          groups: [{ name: '드라마', members: [{ metaId: 'P1', weight: 3 }] }],
        },
      ],
    })
    mediaMix = (await admin.get(`/campaigns/${campaignId}/media-mix`)).body
  })
  afterAll(async () => {
    await running?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const download = async (query: string) => {
    const { status, headers, bytes } = await running.admin.get(
      `/campaigns/${campaignId}/proposal.xlsx${query}`,
    )
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    const path = join(folder, `${randomUUID()}.xlsx`)
    await writeFile(path, bytes)
    return path
  }
  const open = async (path: string) => new ExcelJS.Workbook().xlsx.readFile(path)
  const everyText = (workbook: ExcelJS.Workbook) =>
    JSON.stringify(workbook.worksheets.map((sheet) => sheet.getSheetValues()))

  /** Compares every number of the MediaMix with the service's JSON. */
  const expectServiceNumbers = (workbook: ExcelJS.Workbook) => {
    const sheet = workbook.getWorksheet('MediaMix')!
    const { firstRow, totalRow, totalWithServiceRow } = mediaMixGeometry(AMOUNTS.length, true, 'client')
    const number = (row: number, field: Parameters<typeof columnOf>[0]) => {
      const cell = sheet.getCell(row, columnOf(field, 'client'))
      return cell.formula === undefined ? cell.value : cell.result
    }
    const numbers = (row: number) => ({
      amount: number(row, 'amount'),
      ecpm: number(row, 'ecpm'),
      impressions: number(row, 'impressions'),
      ctr: number(row, 'ctr'),
      clicks: number(row, 'clicks'),
      vtr: number(row, 'vtr'),
      views: number(row, 'views'),
    })
    mediaMix.rows.forEach((row: Record<string, number>, i: number) => {
      const { amount, ecpm, impressions, ctr, clicks, vtr, views } = row
      expect(numbers(firstRow + i)).toEqual({ amount, ecpm, impressions, ctr, clicks, vtr, views })
    })
    const { withService, ...paid } = mediaMix.totals
    expect(numbers(totalRow)).toEqual(paid)
    expect(numbers(totalWithServiceRow!)).toEqual(withService)
  }

  it('carries the numbers of the service as cached results', async () => {
    expectServiceNumbers(await open(await download('')))
  })

  it.skipIf(!findLibreOffice())('recalculates to the numbers of the service, cell by cell', async () => {
    expectServiceNumbers(await recalculate(await download('')))
  })

  it('shows a client neither owners nor availability, and no formula that came from a person', async () => {
    const workbook = await open(await download('?audience=client'))
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['MediaMix', '큐레이션타겟팅'])
    expect(everyText(workbook)).not.toContain('비밀스러운 소유자')
    for (const sheet of workbook.worksheets) {
      sheet.eachRow((row) => row.eachCell((cell) => expect(cell.formula ?? '').not.toContain('HYPERLINK')))
    }
  })

  it('shows the owners inside the house', async () => {
    expect(everyText(await open(await download('?audience=internal')))).toContain('비밀스러운 소유자')
  })

  it('holds the sheets that were asked for', async () => {
    const workbook = await open(await download('?sheets=targeting'))
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['큐레이션타겟팅'])
    const { status, body } = await running.admin.get(`/campaigns/${campaignId}/proposal.xlsx?sheets=owners`)
    expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED'])
  })

  it('can be rendered for a campaign without rows', async () => {
    const campaign = {
      name: '빈 캠페인',
      advertiser: '한빛',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 0,
    }
    const { body } = await running.admin.post('/campaigns', campaign)
    const { status } = await running.admin.get(`/campaigns/${body.id}/proposal.xlsx`)
    expect(status).toBe(200)
  })
})
