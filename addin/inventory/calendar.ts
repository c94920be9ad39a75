import {
  type ContentView,
  listPlatforms,
  listProducts,
  type ProductView,
} from '../../shared/contract/catalog'
import { type CalendarDayView, contentCalendars, inventoryCalendar } from '../../shared/contract/inventory'
import { shownSeoulTime } from '../../shared/seoul-time'
import { CALENDAR_LABELS } from '../../shared/sheets/inventory-calendar/labels'
import {
  type CalendarLine,
  inventoryCalendarSheet,
  isInventoryCalendar,
} from '../../shared/sheets/inventory-calendar/sheet'
import { type Desk, failureOf } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import type { CalendarState } from '../desk/state/inventory'
import { showSheet } from '../excel/navigate'
import { readSheet } from '../excel/read-sheet'
import { renderSheet } from '../excel/render-sheet'
import { busyInventory, inventoryOf, patchInventory } from './area'

/** Limit for readability: each content has a line for each of its platforms, in each of four blocks. */
export const MOST_CONTENTS = 30

export function patchCalendar(desk: Desk, patch: Partial<CalendarState>): void {
  const { calendar } = inventoryOf(desk) ?? {}
  if (calendar) patchInventory(desk, { calendar: { ...calendar, ...patch } })
}

/** Loads the products to choose from, once. */
export async function loadCalendarProducts(desk: Desk): Promise<void> {
  if (inventoryOf(desk)?.calendar.products.kind === 'ready') return
  patchCalendar(desk, { products: { kind: 'loading' } })
  try {
    const value = await everyItem<ProductView>(desk.api, listProducts)
    const chosen = inventoryOf(desk)?.calendar.productCode
    patchCalendar(desk, { products: { kind: 'ready', value }, productCode: chosen || (value[0]?.code ?? '') })
  } catch (error) {
    patchCalendar(desk, { products: { kind: 'failed', failure: failureOf(error) } })
  }
}

/**
 * Writes the 인벤토리 sheet for the current choice. A sheet of that name with other contents is overwritten only
 * on request.
 */
export async function writeCalendar(desk: Desk, overwrite = false): Promise<void> {
  await busyInventory(desk, 'calendar', async () => {
    const { calendar } = inventoryOf(desk)!
    const name = CALENDAR_LABELS[desk.language].sheet
    const standing = (await readSheet(name))?.grid ?? []
    const foreign =
      standing.some((row) => row.some((value) => value !== '')) && !isInventoryCalendar(standing)
    patchCalendar(desk, { written: null, foreign: foreign && !overwrite })
    if (foreign && !overwrite) return
    const { subject, lines } = await linesOf(desk, calendar)
    const { from, to } = calendar
    const layout = inventoryCalendarSheet({
      subject,
      from,
      to,
      lines,
      pulledAt: shownSeoulTime(new Date()),
      language: desk.language,
    })
    const { sheetId } = await renderSheet(layout)
    await showSheet(sheetId)
    patchCalendar(desk, {
      written: {
        platforms: new Set(lines.map(({ platform }) => platform)).size,
        days: lines.reduce((sum, line) => sum + line.days.size, 0),
      },
    })
  })
}

async function linesOf(
  desk: Desk,
  { scope, productCode, contents, products, from, to }: CalendarState,
): Promise<{ subject: string; lines: CalendarLine[] }> {
  const platforms = await everyItem<{ code: string; name: string }>(desk.api, listPlatforms)
  const names = new Map(platforms.map(({ code, name }) => [code, name]))
  if (scope === 'product') {
    const known = products.kind === 'ready' ? products.value : []
    const product = known.find(({ code }) => code === productCode)
    const { items } = await desk.api.call(inventoryCalendar, { query: { from, to, productCode } })
    return { subject: product?.name ?? productCode, lines: linesOfDays('', items, names) }
  }
  const metaIds = contents.map(({ metaId }) => metaId)
  const { items } = await desk.api.call(contentCalendars, { body: { from, to, metaIds } })
  const days = new Map(items.map((content) => [content.metaId, content.days]))
  return {
    subject: subjectOf(contents, desk),
    lines: contents.flatMap(({ metaId, name }) => linesOfDays(name, days.get(metaId) ?? [], names)),
  }
}

function subjectOf(contents: readonly ContentView[], { language }: Desk): string {
  const [first, ...others] = contents
  if (!first || others.length === 0) return first?.name ?? ''
  return language === 'ko' ? `${first.name} 외 ${others.length}개` : `${first.name} and ${others.length} more`
}

/** One line per platform, in display order, which is the order of `names`. */
function linesOfDays(
  content: string,
  days: readonly CalendarDayView[],
  names: ReadonlyMap<string, string>,
): CalendarLine[] {
  const lines = new Map<string, Map<string, CalendarDayView>>()
  for (const day of days) {
    const line = lines.get(day.platform) ?? new Map<string, CalendarDayView>()
    lines.set(day.platform, line.set(day.date, day))
  }
  const order = [...names.keys()]
  return [...lines]
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([platform, line]) => ({ content, platform: names.get(platform) ?? platform, days: line }))
}
