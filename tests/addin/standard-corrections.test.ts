// @vitest-environment happy-dom
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiClient } from '../../addin/api/client'
import { Intents } from '../../addin/api/intents'
import { MemoryKeep } from '../../addin/api/keep'
import type { Desk } from '../../addin/desk/desk'
import { type DeskState, INITIAL_STATE } from '../../addin/desk/state/desk-state'
import { Store } from '../../addin/desk/store'
import { readSheet } from '../../addin/excel/read-sheet'
import { askToConfirm } from '../../addin/inventory/standard/confirmation'
import {
  dropCorrections,
  keepMine,
  sendCorrections,
  takeTheirs,
} from '../../addin/inventory/standard/corrections'
import { closeInventory, openInventory, pullStandard } from '../../addin/inventory/standard/sheet'
import type { CorrectedRow, StandardInventoryView } from '../../shared/contract/inventory'
import { FIRST_ROW, type StandardField, standardColumn } from '../../shared/sheets/standard-inventory/columns'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

const SHEET = '표준인벤토리'
const ME = 'me@example.com'

interface Correction {
  id: number
  adjustedTotal: number | null
  reason: string
  version: number
}

/** A service with one month in memory that checks versions as the real one does. */
class OneMonth {
  rows: StandardInventoryView[] = []
  history = new Map<number, { reason: string; actor: string }[]>()
  /** The next correction is stored, but its answer is lost. */
  losesAnswer = false
  /** Called when a correction arrives, before it is stored. */
  onCorrection: () => Promise<void> = async () => undefined

  reset(count: number): void {
    this.rows = Array.from({ length: count }, (_, i) => ({
      id: i + 1,
      month: '2026-12',
      type: 'PROGRAM' as const,
      metaId: `PG${i + 1}`,
      forecastTotal: 1000 * (i + 1),
      actualTotal: 0,
      changeRate: null,
      adjustedTotal: null,
      previousTotal: null,
      monthOverMonth: null,
      notes: [],
      status: 'OPEN' as const,
      version: 1,
    }))
    this.history.clear()
  }

  correct(id: number, adjustedTotal: number | null, reason: string, actor: string): StandardInventoryView {
    const row = this.rows.find((one) => one.id === id)!
    Object.assign(row, { adjustedTotal, version: row.version + 1 })
    this.history.set(id, [...(this.history.get(id) ?? []), { reason, actor }])
    return row
  }

  private take({ id, adjustedTotal, reason, version }: Correction): CorrectedRow {
    const row = this.rows.find((one) => one.id === id)!
    const code =
      row.version !== version
        ? 'VERSION_CONFLICT'
        : row.status === 'CONFIRMED'
          ? 'STANDARD_INVENTORY_CONFIRMED'
          : undefined
    if (code === undefined) {
      return {
        id,
        saved: true,
        row: { ...this.correct(id, adjustedTotal, reason, ME) },
        problem: null,
        lastChange: null,
      }
    }
    const last = this.history.get(id)?.at(-1)
    const lastChange = last ? { ...last, kind: 'CORRECTED' as const, at: '2026-11-15T00:00:00.000Z' } : null
    return { id, saved: false, row: { ...row }, problem: { code, detail: code }, lastChange }
  }

  readonly fetch = (async (input: string, init: RequestInit) => {
    const path = input.replace(/^.*\/api\/v1/, '')
    if (path === '/standard-inventory/corrections') {
      await this.onCorrection()
      const { corrections } = JSON.parse(String(init.body))
      const items = corrections.map((correction: Correction) => this.take(correction))
      if (this.losesAnswer) {
        this.losesAnswer = false
        throw new TypeError('network')
      }
      return json({ items })
    }
    if (path.startsWith('/standard-inventory')) return json({ items: this.rows })
    if (path.startsWith('/contents'))
      return json({ items: [{ metaId: 'PG1', name: '런닝맨', broadcaster: 'SBS' }] })
    throw new Error(`no ${init.method} ${path} here`)
  }) as unknown as typeof fetch
}

const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200 })

let excel: HeadlessExcel
let desk: Desk
const service = new OneMonth()

beforeAll(async () => {
  excel = await headlessExcel()
})

afterAll(() => excel.dispose())

beforeEach(async () => {
  service.reset(6)
  if (desk) await closeInventory(desk)
  const keep = new MemoryKeep()
  desk = {
    store: new Store<DeskState>({
      ...INITIAL_STATE,
      user: { id: '1', email: ME, name: '나', role: 'operator' },
    }),
    api: new ApiClient({
      token: () => 't',
      language: () => 'ko',
      signedOut: () => undefined,
      fetch: service.fetch,
    }),
    keep,
    intents: new Intents(keep),
    language: 'ko',
    today: () => '2026-11-15',
  }
  await openInventory(desk)
  await pullStandard(desk, true)
  await dropCorrections(desk)
})

const inventory = () => desk.store.get().inventory!
const sent = () => {
  const { step } = inventory()
  if (step.step !== 'sent') throw new Error(`at ${step.step}: ${inventory().failure?.message}`)
  return step
}
async function type(row: number, total: string | number, reason: string): Promise<void> {
  await excel.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem(SHEET)
    sheet.getRange(`J${FIRST_ROW + row}:K${FIRST_ROW + row}`).values = [[total, reason]]
    await context.sync()
  })
}
async function shown(row: number, field: StandardField): Promise<unknown> {
  return (await readSheet(SHEET))!.grid[FIRST_ROW - 1 + row]![standardColumn(field) - 1]
}

describe('sending corrections', () => {
  it('sends only rows that changed, and shows them as saved', async () => {
    await type(0, 700, '편성 변경')
    await type(3, 0, '편성 없음')
    await sendCorrections(desk)
    expect(sent()).toMatchObject({ saved: 2, refused: [] })
    expect(service.rows.map(({ adjustedTotal }) => adjustedTotal)).toEqual([700, null, null, 0, null, null])
    expect(service.rows.map(({ version }) => version)).toEqual([2, 1, 1, 2, 1, 1])
    expect(await shown(0, 'message')).toBe('저장됨: 편성 변경')
    expect(await shown(0, 'reason')).toBe('')
    expect(inventory().sheet).toMatchObject({ corrections: [], errors: [] })
  })

  it('leaves a row alone that somebody else changed, says who, and sends it again only when told to', async () => {
    await type(1, 500, '내 보정')
    service.correct(2, 900, '남의 보정', 'other@example.com')
    await sendCorrections(desk)
    const [refusal] = sent().refused
    expect(refusal).toMatchObject({ why: 'stale', by: 'other@example.com', server: { adjustedTotal: 900 } })
    expect(service.rows[1]).toMatchObject({ adjustedTotal: 900, version: 2 })
    expect([await shown(1, 'adjustedTotal'), await shown(1, 'reason')]).toEqual([500, '내 보정'])
    expect(await shown(1, 'message')).toBe('저장하지 않음: 서버 값 900 (other@example.com)')
    // Sending again changes nothing: the row still has the version that was pulled.
    await sendCorrections(desk)
    expect(service.rows[1]).toMatchObject({ adjustedTotal: 900 })
    await keepMine(desk, sent().refused[0]!)
    expect(service.rows[1]).toMatchObject({ adjustedTotal: 500, version: 3 })
    expect(sent()).toMatchObject({ saved: 1, refused: [] })
  })

  it("gives way to the service's value when told to", async () => {
    await type(1, 500, '내 보정')
    service.correct(2, 900, '남의 보정', 'other@example.com')
    await sendCorrections(desk)
    await takeTheirs(desk, sent().refused[0]!)
    expect(await shown(1, 'adjustedTotal')).toBe(900)
    expect(inventory().sheet!.corrections).toEqual([])
    expect(sent().refused).toEqual([])
  })

  it('says that the forecast was loaded again where nobody corrected anything', async () => {
    await type(2, 500, '내 보정')
    Object.assign(service.rows[2]!, { forecastTotal: 4444, version: 2 })
    await sendCorrections(desk)
    expect(sent().refused).toMatchObject([{ why: 'reloaded' }])
    expect(await shown(2, 'message')).toContain('4,444')
  })

  it('says that a row is confirmed', async () => {
    await type(2, 500, '내 보정')
    Object.assign(service.rows[2]!, { status: 'CONFIRMED', version: 2 })
    await sendCorrections(desk)
    expect(sent().refused).toMatchObject([{ why: 'confirmed' }])
    expect(await shown(2, 'adjustedTotal')).toBe(500)
  })

  it('takes a correction for saved whose answer got lost', async () => {
    await type(4, 500, '내 보정')
    service.losesAnswer = true
    await sendCorrections(desk)
    expect(sent().refused).toMatchObject([{ why: 'failed', failure: { code: 'UNREACHABLE' } }])
    await sendCorrections(desk, [5])
    expect(sent()).toMatchObject({ saved: 1, refused: [] })
    expect(service.rows[4]).toMatchObject({ adjustedTotal: 500, version: 2 })
  })

  it('keeps what is typed into a row while it is being sent', async () => {
    await type(0, 100, '처음')
    service.onCorrection = async () => {
      service.onCorrection = async () => undefined
      await type(0, 200, '다시')
    }
    await sendCorrections(desk)
    expect(service.rows[0]).toMatchObject({ adjustedTotal: 100 })
    expect(inventory().sheet!.corrections).toMatchObject([
      { id: 1, before: 100, adjustedTotal: 200, version: 2 },
    ])
    await sendCorrections(desk)
    expect(service.rows[0]).toMatchObject({ adjustedTotal: 200 })
  })
})

describe('pulling again', () => {
  it('keeps what was typed, also where the service has another value by now', async () => {
    await type(0, 100, '하나')
    await type(1, '많이', '둘')
    service.correct(1, 900, '남의 보정', 'other@example.com')
    await pullStandard(desk)
    expect([await shown(0, 'adjustedTotal'), await shown(1, 'adjustedTotal')]).toEqual([100, '많이'])
    expect(await shown(0, 'message')).toContain('서버 값 900')
    await sendCorrections(desk)
    expect(sent().refused).toMatchObject([{ why: 'stale' }])
    expect(service.rows[0]).toMatchObject({ adjustedTotal: 900 })
  })

  it('asks before corrections of another month would be lost', async () => {
    await type(0, 100, '하나')
    desk.store.set({ inventory: { ...inventory(), month: '2027-01' } })
    await pullStandard(desk)
    expect(inventory().step).toMatchObject({ step: 'overwrite', because: 'other-month', unsent: 1 })
    expect(await shown(0, 'adjustedTotal')).toBe(100)
  })
})

describe('confirming', () => {
  it('waits until what was typed is sent', async () => {
    await type(0, 100, '하나')
    await askToConfirm(desk, 'all')
    expect(inventory().failure).toMatchObject({ code: 'UNSENT_CORRECTIONS' })
    await sendCorrections(desk)
    await askToConfirm(desk, 'all')
    expect(inventory().step).toEqual({ step: 'confirm', ids: null, count: 6, unseen: 0, toCheck: 0 })
  })

  it('says how many rows the service has otherwise than the sheet', async () => {
    service.correct(2, 900, '남의 보정', 'other@example.com')
    await askToConfirm(desk, 'all')
    expect(inventory().step).toEqual({ step: 'confirm', ids: null, count: 6, unseen: 1, toCheck: 0 })
    await pullStandard(desk)
    await askToConfirm(desk, 'all')
    expect(inventory().step).toMatchObject({ unseen: 0 })
  })
})
