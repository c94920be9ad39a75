import ExcelJS from 'exceljs'
import { type Headless, openHeadless } from '../../../workbench/headless'
import type { Sample } from './sample'

interface PageElement {
  dispatchEvent(event: Event): void
  addEventListener(type: string, handler: () => unknown): void
}
interface Page {
  body: { innerHTML: string; querySelectorAll(selector: string): Iterable<PageElement> }
  createElement(tag: string): PageElement
  getElementById(id: string): PageElement | null
}
declare const document: Page

/** What came of a click on one of a sample's buttons. */
export interface Click {
  button: string
  /** Null when it did what it says without an error. */
  error: string | null
}

export interface Ran {
  clicks: Click[]
  /** What the sample wrote to its console. */
  said: string[]
}

const LONGEST_MS = 10_000

/**
 * Opens a sample in a workbook of its own and clicks its buttons from top to bottom, as its page has them.
 *
 * @param look reads what the sample left in the workbook, after the click on the named button
 */
export async function runSample(
  sample: Sample,
  look?: (open: Headless, button: string) => Promise<void>,
): Promise<Ran> {
  const open = await openHeadless()
  const said: string[] = []
  let failures: string[] = []
  const clicks: Click[] = []
  document.body.innerHTML = sample.html
  const handlers = new Map<string, () => unknown>()
  const log = (...parts: unknown[]) => void said.push(parts.map(String).join(' '))
  const fail = (...parts: unknown[]) => void failures.push(parts.map(textOf).join(' '))
  const console = { log, info: log, warn: log, error: fail, table: log, dir: log }
  const page = pageOf(handlers)
  try {
    const running: Promise<unknown>[] = []
    const Excel = Object.create(open.Excel, {
      run: {
        value: (...parts: Parameters<typeof open.Excel.run>) => {
          const run = open.Excel.run(...parts)
          running.push(run.catch(() => undefined))
          return run
        },
      },
    })
    const run = new Function(
      'Excel',
      'Office',
      'OfficeExtension',
      'console',
      'document',
      'window',
      sample.script,
    )
    run(Excel, open.Office, open.OfficeExtension, console, page, globalThis)
    await chooseFile()
    for (const button of buttonsOf(handlers)) {
      failures = []
      try {
        await within(Promise.resolve(handlers.get(button)?.()), button)
        // Not every sample waits for its own batches.
        await within(Promise.all(running), button)
      } catch (error) {
        fail(error)
      }
      clicks.push({ button, error: failures.length > 0 ? failures.join('; ') : null })
      if (failures.length === 0) await look?.(open, button)
    }
  } catch (error) {
    clicks.push({ button: '(the page)', error: textOf(error) })
  } finally {
    open.dispose()
  }
  return { clicks, said }
}

/** The page's document, which remembers who listens to which button. */
function pageOf(handlers: Map<string, () => unknown>): Page {
  // Some samples listen to buttons that their page has lost.
  const listenTo = (id: string, element: PageElement) => {
    const addEventListener = element.addEventListener.bind(element)
    element.addEventListener = (type, handler) => {
      if (type === 'click') handlers.set(id, handler)
      else addEventListener(type, handler)
    }
    return element
  }
  return new Proxy(document, {
    get: (target, name) => {
      if (name === 'getElementById')
        return (id: string) => listenTo(id, target.getElementById(id) ?? target.createElement('button'))
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Chooses a workbook where the page asks for one, and waits until the sample has read it. */
async function chooseFile(): Promise<void> {
  const input = document.getElementById('file')
  if (!input) return
  const book = new ExcelJS.Workbook()
  for (const name of ['Sheet1', 'Prices']) book.addWorksheet(name).getCell('A1').value = `from ${name}`
  const files = [new File([new Uint8Array((await book.xlsx.writeBuffer()) as ArrayBuffer)], 'Prices.xlsx')]
  Object.defineProperty(input, 'files', { value: files })
  input.dispatchEvent(new Event('change'))
  await new Promise((resolve) => setTimeout(resolve, 100))
}

/** In the order of the page; what creates the sample data comes first. */
function buttonsOf(handlers: Map<string, () => unknown>): string[] {
  const place = (id: string) => {
    if (id === 'setup') return -1
    const element = document.getElementById(id)
    return element ? [...document.body.querySelectorAll('*')].indexOf(element) : Number.POSITIVE_INFINITY
  }
  return [...handlers.keys()].sort((a, b) => place(a) - place(b))
}

async function within<T>(work: Promise<T>, button: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${button} took more than ${LONGEST_MS / 1000} s`)), LONGEST_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String((error as { message?: string })?.message ?? error)
  const { code, debugInfo } = error as OfficeExtension.Error
  const where = debugInfo?.errorLocation ? ` at ${debugInfo.errorLocation}` : ''
  return code ? `${code}${where}: ${error.message}` : error.message
}
