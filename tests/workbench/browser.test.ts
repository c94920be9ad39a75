import { mkdirSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addinRoutes, workbenchRoutes } from '../../server/http/workbench'
import { findChromium, openChromium } from '../support/chromium'
import { TEST_PANE, TEST_PANE_SCRIPT } from './test-pane'

const OUTPUT = join(import.meta.dirname, '..', 'output', 'workbench-test')

/** Builds the workbench anew, beside this test's own pane. */
async function build(): Promise<void> {
  const { default: webpack } = await import('webpack')
  // @ts-expect-error the build's description is plain JavaScript
  const { default: config } = await import('../../workbench/webpack.config.mjs')
  const output = { ...config.output, path: join(OUTPUT, 'workbench') }
  await new Promise<void>((resolve, reject) => {
    webpack({ ...config, output }, (error, stats) => {
      if (error ?? stats?.hasErrors()) reject(error ?? new Error(stats?.toString('errors-only')))
      else resolve()
    })
  })
  mkdirSync(join(OUTPUT, 'addin'), { recursive: true })
  writeFileSync(join(OUTPUT, 'addin', 'taskpane.html'), TEST_PANE)
  writeFileSync(join(OUTPUT, 'addin', 'test-pane.js'), TEST_PANE_SCRIPT)
  writeFileSync(join(OUTPUT, 'addin', 'functions.json'), '{"functions":[]}')
}

/** A busy machine draws late. */
const PATIENCE = { timeout: 10_000 }

describe.skipIf(!findChromium())('the workbench in a browser', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let pane: Frame
  let base: string
  const errors: string[] = []

  beforeAll(async () => {
    await build()
    const app = express()
    addinRoutes(app, { distDir: OUTPUT })
    workbenchRoutes(app, { distDir: OUTPUT })
    server = app.listen(0)
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await openChromium()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (protocol.startsWith('http') && `http://${host}` !== base) errors.push(`foreign ${request.url()}`)
    })
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    await page.goto(`${base}/workbench/?lang=ko`)
    await page.evaluate('workbench.ready')
    pane = page.frame({ url: /pane\.html/ })!
    await pane.waitForSelector('text=/^sums/')
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function heard(): Promise<string[]> {
    return pane.locator('#heard li').allTextContents()
  }

  function cellPoint(address: string): Promise<{ x: number; y: number }> {
    return page.evaluate(`workbench.cellPoint('${address}')`)
  }

  async function clickCell(address: string): Promise<void> {
    const { x, y } = await cellPoint(address)
    await page.mouse.click(x, y)
  }

  it('joins the pane to the grid through the real client', async () => {
    expect(await pane.locator('#language').textContent()).toBe('Excel ko-KR')
    expect(await heard()).toContain('sums [[2000],[4000]]')
    expect(await heard()).toContain('changed A1:C1 Local ThisLocalAddin')
  })

  it('tells the add-in of clicks, selections and what a person types, once each', async () => {
    await clickCell('B2')
    await page.keyboard.type('1500')
    await page.keyboard.press('Enter')
    await pane.waitForSelector('text="changed B2 Local Unknown"')
    const lines = await heard()
    expect(lines.filter((line) => line === 'selected B2')).toHaveLength(1)
    expect(lines.filter((line) => line === 'clicked B2')).toHaveLength(1)
    expect(lines.filter((line) => line === 'changed B2 Local Unknown')).toHaveLength(1)
    expect(lines.indexOf('selected B2')).toBeLessThan(lines.indexOf('clicked B2'))
  })

  it('lets an add-in wait, or fails it, while a person types in a cell', async () => {
    await clickCell('B3')
    await page.keyboard.type('25')
    const run = (delayForCellEdit: boolean) =>
      pane.evaluate(
        `Excel.run({ delayForCellEdit: ${delayForCellEdit} }, async (context) => {
          const cell = context.workbook.worksheets.getActiveWorksheet().getRange('B3').load('values')
          await context.sync()
          return cell.values[0][0]
        }).catch((error) => error.code)`,
      )
    expect(await run(false)).toBe('InvalidOperationInCellEditMode')
    const waiting = run(true)
    await page.keyboard.type('00')
    await page.keyboard.press('Enter')
    expect(await waiting).toBe(2500)
  })

  it('ends the typing when the pane is clicked', async () => {
    await clickCell('B3')
    await page.keyboard.type('2000')
    await pane.click('#language')
    await pane.waitForFunction(
      "[...document.querySelectorAll('#heard li')].filter((line) => line.textContent === 'changed B3 Local Unknown').length === 2",
    )
  })

  it('keeps the number format of a cell into which a number like 1e6 is typed', async () => {
    const cell = "workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('B3')"
    await page.evaluate(`${cell}.setNumberFormat('#,##0')`)
    await clickCell('B3')
    await page.keyboard.type('1e6')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(`${cell}.getRawValue()`)).toBe(1_000_000)
    expect(await page.evaluate(`${cell}.getNumberFormat()`)).toBe('#,##0')
  })

  it('refuses typing into a locked cell of a protected sheet', async () => {
    await clickCell('A2')
    await page.keyboard.type('x')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Delete')
    await page.waitForSelector('#notice[data-shown]')
    const value = await page.evaluate(
      "workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('A2').getValue()",
    )
    expect(value).toBe('NAVER')
  })

  describe('on a protected sheet', () => {
    const formulas = () =>
      page.evaluate<string[]>(
        "workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('C2:C3').getFormulas().flat()",
      )
    const inputs = () =>
      page.evaluate<unknown[]>(
        "workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('B2:B3').getRawValues().flat()",
      )
    const press = async (keys: string) => {
      await page.keyboard.press(keys)
      if (!keys.startsWith('Control')) return
      // The grid takes the clipboard a moment later, and nothing tells when: what it does then has ended when the page has nothing to do.
      await page.waitForTimeout(300)
      await page.evaluate('new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))')
    }
    const type = async (address: string, text: string) => {
      await clickCell(address)
      await page.keyboard.type(text)
      await press('Enter')
    }

    it('leaves a cell open to typing after Delete, cut and fill', async () => {
      await clickCell('B3')
      await press('Delete')
      await expect.poll(inputs, PATIENCE).toEqual([1500, null])
      await type('B3', '7')
      await expect.poll(inputs, PATIENCE).toEqual([1500, 7])
      await clickCell('B3')
      await press('Control+X')
      await clickCell('B2')
      await press('Control+V')
      await expect.poll(inputs, PATIENCE).toEqual([7, null])
      await type('B3', '8')
      await expect.poll(inputs, PATIENCE).toEqual([7, 8])
      await clickCell('B2')
      // The cells are of one size, so the fill handle of B2 is halfway to C3.
      await page.waitForTimeout(300)
      const [b2, b3, c3] = await Promise.all(['B2', 'B3', 'C3'].map(cellPoint))
      await page.mouse.move((b2!.x + c3!.x) / 2, (b2!.y + c3!.y) / 2, { steps: 5 })
      await page.mouse.down()
      await page.mouse.move(b3!.x, b3!.y, { steps: 5 })
      await page.mouse.up()
      await expect.poll(inputs, PATIENCE).toEqual([7, 7])
      // A second click there would be a double click.
      await clickCell('A2')
      await type('B3', '9')
      await expect.poll(inputs, PATIENCE).toEqual([7, 9])
    })

    it('keeps the formulas when Delete, cut and paste over them are refused', async () => {
      const before = await formulas()
      await clickCell('B2')
      await page.keyboard.down('Shift')
      await clickCell('C3')
      await page.keyboard.up('Shift')
      for (const keys of ['Delete', 'Control+X', 'Control+V']) await press(keys)
      await clickCell('B2')
      await press('Control+C')
      await clickCell('C2')
      await press('Control+V')
      expect([await formulas(), await inputs()]).toEqual([before, [7, 9]])
    })
  })

  describe('by the grid’s own menus', () => {
    const cells = (address: string) =>
      page.evaluate<unknown[][]>(
        `workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('${address}').getRawValues()`,
      )
    const formula = (address: string) =>
      page.evaluate<string>(
        `workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('${address}').getFormula()`,
      )
    /** Right-clicks a cell of a selection and chooses from the menu. */
    const choose = async (selection: string, menu: string, item: string) => {
      await page.evaluate(
        `workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('${selection}').activate()`,
      )
      const { x, y } = await cellPoint(selection.split(':')[0]!)
      await page.mouse.click(x, y, { button: 'right' })
      await page.getByText(menu, { exact: true }).last().hover()
      // An item may end with a number to type into.
      await page
        .getByText(item)
        .last()
        .click({ position: { x: 30, y: 8 } })
    }

    beforeAll(async () => {
      await pane.evaluate(`Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet()
        sheet.protection.unprotect()
        sheet.getRange('F6:H8').formulas = [['다', 3, '=G6*2'], ['가', 1, '=G7*2'], ['나', 2, '=G8*2']]
        await context.sync()
      })`)
    })

    it('sorts rows, inserts and deletes them, and tells the add-in', async () => {
      await choose('F6:H8', '정렬', '오름차순')
      await pane.waitForSelector('text="changed F6:H8 Local Unknown"')
      expect((await cells('F6:F8')).flat()).toEqual(['가', '나', '다'])
      expect(await formula('H6')).toBe('=G6*2')
      await choose('F7', '삽입', '위에 행 삽입')
      await pane.waitForSelector('text="changed 7:7 Local Unknown"')
      expect((await cells('F6:F9')).flat()).toEqual(['가', null, '나', '다'])
      expect(await formula('H9')).toBe('=G9*2')
      await choose('F7', '삭제', '선택한 행 삭제')
      await expect.poll(async () => (await cells('F6:F8')).flat()).toEqual(['가', '나', '다'])
      await choose('F7', '삽입', '왼쪽에 열 삽입')
      await pane.waitForSelector('text="changed F:F Local Unknown"')
      expect(await formula('I6')).toBe('=H6*2')
      await choose('F7', '삭제', '선택한 열 삭제')
      await expect.poll(() => formula('H6')).toBe('=G6*2')
    })

    it('is refused on a protected sheet', async () => {
      await pane.evaluate(`Excel.run(async (context) => {
        context.workbook.worksheets.getActiveWorksheet().protection.protect({})
        await context.sync()
      })`)
      const before = await cells('F5:G9')
      for (const [menu, item] of [
        ['정렬', '내림차순'],
        ['삽입', '위에 행 삽입'],
        ['삭제', '선택한 행 삭제'],
      ] as const) {
        await choose('F6:H8', menu, item)
        await page.waitForSelector('#notice[data-shown]')
      }
      expect(await cells('F5:G9')).toEqual(before)
    })
  })

  describe('an add-in’s line chart', () => {
    const place = () => page.locator('.charts svg').boundingBox()

    it('is drawn over the cells where it belongs, and follows them', async () => {
      await pane.evaluate(`Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.add('차트')
        sheet.getRange('A1:C6').values = [
          ['날짜', '보장', '실노출'], ['1일차', 1000, 800], ['2일차', 2000, 1900], ['3일차', 3000, 2500],
          ['4일차', 4000, 4100], ['5일차', 5000, ''],
        ]
        sheet.activate()
        const chart = sheet.charts.add('LineMarkers', sheet.getRange('B1:C6'), 'Columns')
        chart.title.text = '일별 실적'
        chart.legend.position = 'Bottom'
        chart.setPosition('E3', 'J14')
        chart.series.getItemAt(0).setXAxisValues(sheet.getRange('A2:A6'))
        await context.sync()
      })`)
      await page.waitForSelector('.charts svg')
      await page.screenshot({ path: join(OUTPUT, 'chart.png') })
      const texts = await page.locator('.charts text').allTextContents()
      expect(texts).toEqual(
        expect.arrayContaining(['일별 실적', '1일차', '5일차', '5,000', '보장', '실노출']),
      )
      // The upper left corner is that of E3, whose middle is known.
      const e3 = await cellPoint('E3')
      const before = await place()
      expect(before!.x).toBeCloseTo(e3.x - 36, 0)
      expect(before!.y).toBeCloseTo(e3.y - 11, 0)
      await page.mouse.move(e3.x, e3.y)
      await page.mouse.wheel(0, 110)
      await expect.poll(async () => (await place())!.y).toBeLessThan(before!.y - 60)
      const scrolled = await cellPoint('E3')
      expect((await place())!.y).toBeCloseTo(scrolled.y - 11, 0)
      await page.mouse.wheel(0, -500)
      await expect.poll(place).toEqual(before)
    })

    it('shows what is typed into its cells', async () => {
      const points = () => page.locator('.charts circle').count()
      expect(await points()).toBe(9)
      await clickCell('C6')
      await page.keyboard.type('4800')
      await page.keyboard.press('Enter')
      await expect.poll(points).toBe(10)
    })

    it('goes away with its sheet', async () => {
      await pane.evaluate(`Excel.run(async (context) => {
        context.workbook.worksheets.getFirst().activate()
        await context.sync()
      })`)
      await expect.poll(() => page.locator('.charts').count()).toBe(0)
    })
  })

  it('runs the manifest’s ribbon commands', async () => {
    await page.click('[data-command="sync"]')
    await pane.waitForSelector('text="command sync"')
  })

  it('saves a file and opens it again', async () => {
    await page.evaluate('workbench.save().then((file) => workbench.open(file))')
    pane = page.frame({ url: /pane\.html/ })!
    const value = await page.evaluate(
      "workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange('A3').getValue()",
    )
    expect(value).toBe('KAKAO')
    expect(await page.evaluate('workbench.host.sheetState("sheet-1").protection !== null')).toBe(true)
  })

  it('has no errors and asks nobody else for anything', () => {
    expect(errors).toEqual([])
  })
})
