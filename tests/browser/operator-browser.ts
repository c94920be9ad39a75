import { existsSync, mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import type { SqlValue } from '../../server/database/database'
import { Market } from '../purchases/market'
import { openChromium } from '../support/chromium'
import { databases } from '../support/databases'

const PAGE = 'dist/addin/operator.html'
/** However slow the machine is. */
export const PATIENCE = { timeout: 20_000 }
/** A folder for pictures of every step; none are taken without it. */
const PICTURES = process.env.OPERATOR_PICTURES

declare const localStorage: { setItem(key: string, value: string): void }

/** The whole number in what a cell shows; 0 for a dash. */
export function numberIn(text = ''): number {
  return Number(text.replace(/[^\d−-]/g, '').replace('−', '-'))
}

export interface Look {
  width?: number
  dark?: boolean
  locale?: string
}

/** The operator's page of a market in Chromium. */
export class OperatorBrowser {
  context!: BrowserContext
  page!: Page
  /** Who looks, and how: what the context was made for. */
  private look = ''
  /** What the page reported as an error. */
  readonly errors: string[] = []

  private constructor(
    readonly market: Market,
    private readonly browser: Browser,
    /** Answers that a test provokes: the browser reports each as an error. */
    private readonly expected: RegExp,
  ) {}

  static async open(
    prepare: (market: Market) => Promise<void>,
    expected: RegExp,
    env: Record<string, string> = {},
  ): Promise<OperatorBrowser> {
    if (!existsSync(PAGE)) throw new Error(`${PAGE} is missing: run npm run build first`)
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    const market = await Market.open(databases()[0]!, env)
    try {
      await prepare(market)
      return new OperatorBrowser(market, await openChromium(), expected)
    } catch (error) {
      await market.stop()
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.browser.close()
    await this.market.stop()
  }

  /**
   * Opens the page anew, in the browser context that is there if it has the same look.
   *
   * @param as who is signed in already; nobody unless given
   */
  async visit(search: string, look: Look & { as?: 'operator' | 'planner' } = {}) {
    if (JSON.stringify(look) !== this.look) await this.newContext(look)
    this.look = look.as ? JSON.stringify(look) : ''
    return this.page.goto(`${this.market.test.origin}/operator${search}`)
  }

  private async newContext(look: Look & { as?: 'operator' | 'planner' }): Promise<void> {
    await this.context?.close()
    this.context = await this.browser.newContext({
      locale: look.locale ?? 'ko-KR',
      viewport: { width: look.width ?? 1440, height: 900 },
      colorScheme: look.dark ? 'dark' : 'light',
      // For the engines that look at accessibility; a test sees that the policy is sent.
      bypassCSP: true,
      reducedMotion: 'reduce',
    })
    this.page = await this.context.newPage()
    this.page.on('pageerror', (error) => this.errors.push(String(error)))
    this.page.on('console', (message) => {
      if (message.type() === 'error' && !this.expected.test(message.text())) this.errors.push(message.text())
    })
    if (look.as) {
      const { token } = this.market[look.as]
      await this.context.addInitScript((kept) => localStorage.setItem('flightsheet.token', kept), token)
    }
  }

  /** Goes to a view by its link. */
  view(name: string): Promise<void> {
    return this.page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  }

  async picture(name: string): Promise<void> {
    if (PICTURES) await this.page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: typeof name === 'string' })
  }

  rows<Row>(sql: string, values: SqlValue[] = []): Promise<Row[]> {
    return this.market.test.service.database.rows<Row>(sql, values)
  }
}
