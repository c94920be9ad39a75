import { type Browser, chromium, type Frame, type Page, type Request } from 'playwright-core'
import { clearedAway } from './leaving'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
/** Nothing more is asked of the workbook or of the service for this long: the add-in has done what it had to do. */
const QUIET_MS = 1_500
const LONGEST_MS = 240_000

/** What the page of the workbench provides, and what {@link watch} adds. */
interface WorkbenchPage {
  workbench: {
    ready: Promise<void>
    cellPoint(address: string): { x: number; y: number }
    univerAPI: {
      getActiveWorkbook(): {
        getActiveSheet(): {
          getRange(address: string): { setValues(values: unknown[][]): void }
          scrollToCell(row: number, column: number): void
        }
      }
    }
  }
  bench: { asked: number; open: number; at: number }
}
/** In Microsoft's protocol a request has type 1, its answer type 2 and the same id. */
interface Message {
  kind?: string
  text?: string
}
interface Messages {
  addEventListener(type: 'message', heard: (event: { data?: Message }) => void): void
}
declare const window: WorkbenchPage & Messages
declare const document: { querySelector(tag: 'iframe'): { contentWindow: Messages } }

/** What happened between an act and the moment when the add-in had nothing more to do. */
export interface Span {
  seconds: number
  /** Requests of the client to the workbook. */
  roundTrips: number
  /** Sync requests to the service. */
  syncs: number
}

/** The stream of events stays open. */
function isCall(request: Request): boolean {
  const { pathname } = new URL(request.url())
  return pathname.startsWith('/api/') && !pathname.endsWith('/events')
}

/** A planner's browser with the workbench. */
export class PlannersBrowser {
  #syncs = 0
  /** Calls of the pane that the service hasn't answered yet: what follows from their answers is still to come. */
  readonly #calls = new Set<Request>()
  #answeredAt = 0

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly pane: Frame,
  ) {
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/media-mix/sync')) this.#syncs += 1
      if (isCall(request)) this.#calls.add(request)
    })
    const over = (request: Request) => {
      if (this.#calls.delete(request)) this.#answeredAt = performance.now()
    }
    page.on('requestfinished', over)
    page.on('requestfailed', over)
  }

  static async open(origin: string): Promise<PlannersBrowser> {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(LONGEST_MS)
    await page.goto(`${origin}/workbench/?lang=ko`)
    await page.waitForFunction(() => window.workbench)
    await page.evaluate(() => window.workbench.ready)
    const pane = (await (await page.waitForSelector('iframe')).contentFrame())!
    const planner = new PlannersBrowser(browser, page, pane)
    await planner.#watch()
    return planner
  }

  close = clearedAway(() => this.browser.close())

  /** Counts the messages between pane and workbook on both sides. */
  async #watch(): Promise<void> {
    await this.page.evaluate(() => {
      const counts = { asked: 0, open: 0, at: performance.now() }
      window.bench = counts
      const open = new Set<number>()
      const heard = (data: Message | undefined, type: number): number | undefined => {
        if (data?.kind !== 'office' || !data.text) return undefined
        const { id, type: found } = JSON.parse(data.text) as { id: number; type: number }
        return found === type ? id : undefined
      }
      const count = () => {
        counts.open = open.size
        counts.at = performance.now()
      }
      window.addEventListener('message', ({ data }) => {
        const id = heard(data, 1)
        if (id === undefined || !data?.text?.includes('ProcessQuery')) return
        open.add(id)
        counts.asked += 1
        count()
      })
      document.querySelector('iframe').contentWindow.addEventListener('message', ({ data }) => {
        const id = heard(data, 2)
        if (id !== undefined && open.delete(id)) count()
      })
    })
  }

  /** Measures from an act until the last answer of the workbook, before a time in which nothing is asked. */
  async until(act: () => Promise<unknown>): Promise<Span> {
    const before = await this.page.evaluate(() => ({ now: performance.now(), asked: window.bench.asked }))
    const syncs = this.#syncs
    await act()
    const isAnswered = () => this.#calls.size === 0 && performance.now() - this.#answeredAt > QUIET_MS
    do {
      await this.page.waitForFunction(
        ({ asked, quiet }) => {
          const { bench } = window
          return bench.asked > asked && bench.open === 0 && performance.now() - bench.at > quiet
        },
        { asked: before.asked, quiet: QUIET_MS },
        { timeout: LONGEST_MS, polling: 100 },
      )
    } while (!isAnswered())
    const after = await this.page.evaluate(() => window.bench)
    return {
      seconds: (after.at - before.now) / 1000,
      roundTrips: after.asked - before.asked,
      syncs: this.#syncs - syncs,
    }
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    await this.pane.getByLabel('이메일').fill(email)
    await this.pane.getByLabel('비밀번호').fill(password)
    await this.pane.getByLabel('비밀번호').press('Enter')
  }

  async openCampaign(name: string): Promise<void> {
    await this.pane.getByText(name).first().click()
    const write = this.pane.getByRole('button', { name: '미디어믹스 시트 쓰기' })
    await this.until(() => write.waitFor())
  }

  /** Presses a button of the ribbon. */
  command(id: string): Promise<void> {
    return this.page.click(`[data-command="${id}"]`)
  }

  /** Goes to a cell, of which the add-in tells the pane. */
  async select(address: string): Promise<void> {
    await this.page.evaluate(
      (row) => {
        window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().scrollToCell(row, 0)
      },
      Number(/\d+$/.exec(address)?.[0]) - 5,
    )
    await this.page.waitForTimeout(200)
    const { x, y } = await this.page.evaluate((cell) => window.workbench.cellPoint(cell), address)
    await this.page.mouse.click(x, y)
  }

  /** Types into the selected cell, which stays selected. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Control+Enter')
  }

  /** Puts values into many cells at once, as pasting does. */
  async paste(address: string, values: unknown[][]): Promise<void> {
    await this.page.evaluate(
      ({ address, values }) => {
        window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().getRange(address).setValues(values)
      },
      { address, values },
    )
  }
}
