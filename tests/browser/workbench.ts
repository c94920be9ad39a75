import { existsSync } from 'node:fs'
import type { Browser, Frame, Locator, Page } from 'playwright-core'
import type { Clock } from '../../server/clock'
import { openChromium } from '../support/chromium'
import { sampleMarket } from '../support/sample-market'
import { ADMIN, startService, type TestService } from '../support/service'

const PAGES = 'dist/workbench/index.html'
const WITHIN = { timeout: 20_000 }

/** What the page provides for tests. */
export interface PageWorkbench {
  ready: Promise<void>
  cellPoint(address: string): { x: number; y: number }
  univerAPI: {
    getActiveWorkbook(): {
      isCellEditing(): boolean
      getActiveSheet(): {
        getSheetName(): string
        getActiveRange(): { getA1Notation(): string } | null
        getRange(address: string): {
          activate(): void
          getDisplayValues(): string[][]
          getRawValues(): unknown[][]
          getFormulas(): string[][]
        }
      }
    }
  }
}
declare const window: { workbench: PageWorkbench }

/** Starts a service with the sample market on the embedded database: what a browser shows is the same on all. */
export function startWithSample(env: Record<string, string> = {}, clock?: Clock): Promise<TestService> {
  return startService(sampleMarket(clock), env, clock)
}

/** The workbench in a browser: clicks and keys reach the grid and the pane as a person's would. */
export class Workbench {
  pane!: Frame
  readonly errors: string[] = []

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.errors.push(String(error)))
  }

  /**
   * @param width in pixels; from 2,400 on, every column of the MediaMix but the last is visible beside the pane
   * @param options.bypassCSP lets a test put scripts of its own into the page
   * @param options.bridge a script that stands in for what Excel has in its pages
   */
  static async open(
    origin: string,
    width: number,
    { bypassCSP = false, bridge }: { bypassCSP?: boolean; bridge?: string } = {},
  ): Promise<Workbench> {
    if (!existsSync(PAGES)) throw new Error(`${PAGES} is missing: run npm run build first`)
    const browser = await openChromium()
    const page = await browser.newPage({ viewport: { width, height: 900 }, bypassCSP })
    if (bridge !== undefined) await page.addInitScript(bridge)
    const workbench = new Workbench(browser, page)
    // The first page of a run loads the grid from a cold disk, beside other suites.
    await page.goto(`${origin}/workbench/`, { timeout: 100_000 })
    await page.waitForFunction(() => window.workbench)
    await page.evaluate(() => window.workbench.ready)
    workbench.pane = (await (await page.waitForSelector('iframe')).contentFrame())!
    return workbench
  }

  async close(): Promise<void> {
    await this.browser.close()
  }

  /** Signs in as an account that `signInAs` created. */
  async signIn(email = 'planner@example.com'): Promise<void> {
    await this.pane.getByLabel('이메일').fill(email)
    await this.pane.getByLabel('비밀번호').fill(ADMIN.password)
    await this.pane.getByLabel('비밀번호').press('Enter')
  }

  button(name: string | RegExp): Locator {
    return this.pane.getByRole('button', { name })
  }

  /** Waits until the pane shows the text. */
  says(text: string | RegExp): Promise<void> {
    return this.pane.getByText(text).first().waitFor(WITHIN)
  }

  /** Presses a button of the ribbon. */
  command(id: string): Promise<void> {
    return this.page.click(`[data-command="${id}"]`)
  }

  sheetName(): Promise<string> {
    return this.page.evaluate(() =>
      window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().getSheetName(),
    )
  }

  /** What the cells of a range show, as one list, row by row. */
  cells(range: string): Promise<string[]> {
    return this.page.evaluate((address) => {
      const sheet = window.workbench.univerAPI.getActiveWorkbook().getActiveSheet()
      return sheet
        .getRange(address)
        .getDisplayValues()
        .flat()
        .map((text) => text.trim())
    }, range)
  }

  /** The address of the selected cell or range. */
  selected(): Promise<string | undefined> {
    return this.page.evaluate(() =>
      window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().getActiveRange()?.getA1Notation(),
    )
  }

  values(range: string): Promise<unknown[][]> {
    return this.page.evaluate(
      (address) =>
        window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange(address).getRawValues(),
      range,
    )
  }

  point(address: string): Promise<{ x: number; y: number }> {
    return this.page.evaluate((cell) => window.workbench.cellPoint(cell), address)
  }

  async press(address: string): Promise<void> {
    const { x, y } = await this.point(address)
    await this.page.mouse.click(x, y)
  }

  isEditing(): Promise<boolean> {
    return this.page.evaluate(() => window.workbench.univerAPI.getActiveWorkbook().isCellEditing())
  }

  /** Types into a cell and leaves it in edit mode. */
  async beginTyping(address: string, text: string): Promise<void> {
    const { x, y } = await this.point(address)
    await this.page.mouse.dblclick(x, y)
    await this.page.waitForFunction(() => window.workbench.univerAPI.getActiveWorkbook().isCellEditing())
    await this.page.keyboard.press('Control+A')
    await this.page.keyboard.type(text)
  }

  async type(address: string, text: string): Promise<void> {
    await this.beginTyping(address, text)
    await this.page.keyboard.press('Enter')
  }

  /** Right-clicks the first cell of a selection and chooses from the grid's menu. */
  async choose(selection: string, menu: string, item: string | RegExp): Promise<void> {
    await this.page.evaluate(
      (address) =>
        window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange(address).activate(),
      selection,
    )
    const { x, y } = await this.point(selection.split(':')[0]!)
    await this.page.mouse.click(x, y, { button: 'right' })
    await this.page.getByText(menu, { exact: true }).last().hover()
    // An item may end with a number to type into.
    await this.page
      .getByText(item)
      .last()
      .click({ position: { x: 30, y: 8 } })
  }
}
