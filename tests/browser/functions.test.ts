import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

describe.skipIf(!findChromium())('functions in the workbench', { timeout: 120_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    at = await Workbench.open(running.origin, 1500)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  const left = async (platform?: string, from = '2026-12-01'): Promise<number> => {
    const query = `from=${from}&to=2026-12-31&productCode=YT_RON`
    const { items } = (await planner.get(`/inventory/calendar?${query}`)).body
    return items
      .filter((day: { platform: string }) => platform === undefined || day.platform === platform)
      .reduce((sum: number, day: { remaining: number }) => sum + day.remaining, 0)
  }
  const shown = (number: number) => String(number)

  it('ask to sign in, and say what is left as soon as somebody has', async () => {
    await at.type('A1', '=FLIGHT.AVAILABLE("YT_RON","2026-12-01","2026-12-31")')
    await at.type('A2', '=A1/2')
    await at.type('A3', '=FLIGHT.IMPRESSIONS("600만",8800)')
    await expect.poll(() => at.cells('A1:A3'), { timeout: 20_000 }).toEqual(['#N/A', '#N/A', '681818'])
    await at.signIn()
    const all = await left()
    await expect
      .poll(() => at.cells('A1:A3'), { timeout: 20_000 })
      .toEqual([shown(all), shown(all / 2), '681818'])
  })

  it('stay what they are in a file', async () => {
    const all = await left()
    const base64 = await at.page.evaluate<string>(`workbench.save().then((file) => {
      const bytes = Array.from(new Uint8Array(file), (byte) => String.fromCharCode(byte))
      return btoa(bytes.join(''))
    })`)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(Buffer.from(base64, 'base64') as unknown as ArrayBuffer)
    expect(workbook.worksheets[0]!.getCell('A1').value).toEqual({
      formula: '_xldudf_FLIGHT_AVAILABLE("YT_RON","2026-12-01","2026-12-31")',
      result: all,
    })
    await at.page.evaluate('workbench.save().then((file) => workbench.open(file))')
    await expect.poll(() => at.cells('A1:A1'), { timeout: 20_000 }).toEqual([shown(all)])
    // Also what is not in the file: the add-in has started anew and answers again.
    await at.page.evaluate(
      `workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('B1').setValue('=FLIGHT.STATUS("nobody")&FLIGHT.AVAILABLE("YT_RON","2026-12-01","2026-12-31","YOUTUBE")')`,
    )
    await expect.poll(() => at.cells('B1:B1'), { timeout: 20_000 }).toEqual(['#N/A'])
    await at.page.evaluate(
      `workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('B1').setValue('=FLIGHT.AVAILABLE("YT_RON","2026-12-02","2026-12-31","YOUTUBE")')`,
    )
    const later = await left('YOUTUBE', '2026-12-02')
    await expect.poll(() => at.cells('B1:B1'), { timeout: 20_000 }).toEqual([shown(later)])
  })
})
