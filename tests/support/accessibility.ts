import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'

const require = createRequire(import.meta.url)

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[]
}
interface IbmReport {
  results: { ruleId: string; value: [string, string]; message: string; snippet: string }[]
}
/** What the two engines put into the page. */
declare const window: {
  axe?: { run(context: { include: string; exclude: string }): Promise<AxeResults> }
  ace?: { Checker: new () => { check(within: unknown, guidelines: string[]): Promise<IbmReport> } }
}
declare const document: {
  querySelector(selector: string): unknown
  getAnimations(): {
    effect: { getComputedTiming(): { endTime: number } } | null
    finished: Promise<unknown>
  }[]
}

/** The ends of Fluent's focus traps, which pass the focus on at once. */
const NOT_OURS = '[data-tabster-dummy]'
/** The rows and columns of a table of which IBM's engine looks at the first ones only: it takes seconds for the others, which repeat them. */
const REPEATED = 'tbody tr:nth-child(n+4), tr > :nth-child(n+10) { display: none !important }'
/** Rules of both engines are those of WCAG 2.2, level AA. */
const GUIDELINES: string[] = ['WCAG_2_2']

/**
 * What axe and IBM's engine find wrong on a page or in a frame of it, one sentence each; none when both are content. The page's context needs
 * `bypassCSP`: the engines are put into the page as scripts.
 *
 * @param engines IBM's takes seconds for a page
 * @param within a selector; behind an open dialog IBM's engine takes for reachable what the dialog keeps the keyboard from
 */
export async function accessibilityFaults(
  page: Page | Frame,
  within = 'html',
  engines: 'axe' | 'both' = 'both',
): Promise<string[]> {
  await inject(page, require.resolve('axe-core/axe.min.js'), 'axe')
  await transitionsEnded(page)
  const axe = await page.evaluate(([include, exclude]) => window.axe!.run({ include, exclude }), [
    within,
    NOT_OURS,
  ] as const)
  const ibm = engines === 'axe' ? { results: [] } : await ibmReport(page, within)
  return [
    ...axe.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `axe ${id}: ${help}: ${html.slice(0, 300)}`),
    ),
    ...ibm.results
      .filter(({ value: [policy, outcome] }) => policy === 'VIOLATION' && outcome === 'FAIL')
      .map(({ ruleId, message, snippet }) => `IBM ${ruleId}: ${message}: ${snippet.slice(0, 300)}`),
  ]
}

/** Waits until no colour is on its way: a button that has just been enabled is pale for 100 ms. What turns for ever is left to turn. */
async function transitionsEnded(page: Page | Frame): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

async function ibmReport(page: Page | Frame, within: string): Promise<IbmReport> {
  await inject(page, require.resolve('accessibility-checker-engine/ace.js'), 'ace')
  const hiding = await page.addStyleTag({ content: REPEATED })
  const report = await page.evaluate(
    ([selector, guidelines]) => new window.ace!.Checker().check(document.querySelector(selector), guidelines),
    [within, GUIDELINES] as const,
  )
  await hiding.evaluate((style) => (style as unknown as { remove(): void }).remove())
  return report
}

async function inject(page: Page | Frame, file: string, name: 'axe' | 'ace'): Promise<void> {
  const isThere = await page.evaluate((global) => window[global] !== undefined, name)
  if (!isThere) await page.addScriptTag({ content: readFileSync(file, 'utf8') })
}
