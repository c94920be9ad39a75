/// <reference types="office-js" />
import type { FWorksheet } from '@univerjs/sheets/facade'
import { vi } from 'vitest'
import { signIn } from '../../addin/account/account'
import { ApiClient } from '../../addin/api/client'
import { Intents } from '../../addin/api/intents'
import { MemoryKeep } from '../../addin/api/keep'
import { closeCampaign } from '../../addin/campaigns/campaigns'
import type { Desk } from '../../addin/desk/desk'
import { INITIAL_STATE } from '../../addin/desk/state/desk-state'
import { Store } from '../../addin/desk/store'
import { pushEdits } from '../../addin/media-mix/exchange'
import type { Clock } from '../../server/clock'
import type { Database } from '../../server/database/database'
import type { MediaMixRow, RowChange, RowFields } from '../../shared/contract/campaigns'
import { Connection } from '../../workbench/host/connection'
import { sampleMarket } from '../support/sample-market'
import { ADMIN, type Answer, type Client, startService, type TestService } from '../support/service'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

/**
 * A planner at the pane, over the real Office.js client and a real service, and a second planner elsewhere.
 */
export interface Planners {
  desk: Desk
  excel: HeadlessExcel
  /** The other planner, who works without the pane. */
  other: Client
  /** A planner with campaigns of their own. */
  owner: Client
  /** An account that may send the reports of ad servers. */
  operator: Client
  database: Database
  /** Runs the job that adds up the figures of the overview. */
  refreshMonitoring(): Promise<unknown>
  /** Runs the job that starts and ends flights by the calendar. */
  moveFlights(): Promise<unknown>
  line: Line
  /** Creates a campaign in December with this number of rows, of a product without targeting. */
  campaign(rows: number): Promise<string>
  rows(campaignId: string): Promise<MediaMixRow[]>
  /** A change by the other planner; `row` is a position in the campaign. */
  change(campaignId: string, row: number, fields: RowFields): Promise<void>
  add(campaignId: string): Promise<void>
  remove(campaignId: string, row: number): Promise<void>
  buy(campaignId: string, row: number): Promise<void>
  /** The MediaMix in the grid, where a person types. */
  sheet(): FWorksheet
  type(address: string, value: string | number): void
  /** Enters values as a person at Excel does, who types `16:9` into a cell and may get a time. */
  enter(address: string, values: string[][], format?: string): Promise<void>
  /** Calls `act` once, during the next write of the add-in, when Excel reports no edits. */
  duringWrite(act: () => void): void
  /**
   * Calls `act` once, just before the add-in's `nth` round trip to Excel from now on, counted from 0.
   *
   * @returns whether it was called, and forgets it otherwise
   */
  beforeRoundTrip(nth: number, act: () => void): () => boolean
  /** Calls `act` once, just before the add-in listens to a sheet. */
  beforeListening(act: () => void): void
  /** Reads through Office.js, as an add-in does. */
  values(address: string): Promise<unknown[][]>
  locked(address: string): Promise<boolean>
  /** The colour behind a cell: white where a planner may type, as `#FFFFFF`. */
  fill(address: string): Promise<string>
  /** Unprotects the sheet, as a planner may do by hand: there is no password. */
  unprotect(): Promise<void>
  /** As if Excel were closed: nothing listens to the sheet any more. */
  closePane(): Promise<void>
  forgetSettings(): Promise<void>
  stop(): Promise<void>
}

/** The connection to the service, which tests can break. */
export class Line {
  private cut: 'no' | 'before' | 'after' = 'no'
  private gate: Promise<void> = Promise.resolve()
  private streams = new AbortController()
  private keptBack: { path: string; until: Promise<void> } | undefined
  /** `GET /api/v1/…`, in the order in which the requests were sent. */
  readonly calls: string[] = []

  /** Breaks the connection; `after`: requests still arrive, but their answers are lost. */
  break(where: 'before' | 'after' = 'before'): void {
    this.cut = where
  }

  /** Ends all open streams. */
  disconnect(): void {
    this.streams.abort()
    this.streams = new AbortController()
  }

  mend(): void {
    this.cut = 'no'
  }

  /** Requests from now on wait until the returned function is called; requests after `release` don't wait. */
  hold(): () => void {
    let go = () => {}
    this.calls.length = 0
    this.gate = new Promise((resolve) => {
      go = resolve
    })
    return go
  }

  release(): void {
    this.gate = Promise.resolve()
  }

  /** Keeps back the answers to calls with this end until the returned function is called. */
  holdAnswers(path: string): () => void {
    let go = () => {}
    const until = new Promise<void>((resolve) => {
      go = resolve
    })
    this.keptBack = { path, until }
    return go
  }

  /** Waits until a call to a path with this end was sent since the last time it was waited for. */
  async asked(path: string): Promise<void> {
    await vi.waitFor(() => {
      const at = this.calls.findIndex((call) => call.endsWith(path))
      if (at < 0) throw new Error(`nobody asked for ${path}`)
      this.calls.splice(0, at + 1)
    })
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const gate = this.gate
    this.calls.push(`${init?.method} ${new URL(String(input)).pathname}`)
    if (this.cut === 'before') throw new TypeError('network')
    await gate
    const signal = init?.signal && AbortSignal.any([init.signal, this.streams.signal])
    const answer = await fetch(input, { ...init, ...(signal ? { signal } : {}) })
    if (this.keptBack && new URL(String(input)).pathname.endsWith(this.keptBack.path))
      await this.keptBack.until
    if (this.cut === 'after') throw new TypeError('network')
    return answer
  }
}

const PRODUCT = 'YT_RON'

const SHEET = 'MediaMix'

function newRow(position: number): RowFields {
  return {
    productCode: PRODUCT,
    startDate: '2026-12-02',
    endDate: '2026-12-31',
    amount: 1_000_000 * (position + 1),
    device: 'PC',
  }
}

function require201({ status, body }: Answer): void {
  if (status !== 201) throw new Error(JSON.stringify(body))
}

/** @param clock replaces the clock that stands still on the first of December */
export async function planners(clock?: Clock): Promise<Planners> {
  const excel = await headlessExcel()
  const service: TestService = await startService(sampleMarket(clock), {}, clock)
  const other = await service.signInAs('planner', 'planner@example.com')
  const owner = await service.signInAs('planner', 'owner@example.com')
  const line = new Line()
  const keep = new MemoryKeep()
  const desk: Desk = {
    store: new Store(INITIAL_STATE),
    api: new ApiClient({
      baseUrl: service.origin,
      token: () => keep.get('flightsheet.token'),
      language: () => 'ko',
      signedOut: () => undefined,
      fetch: line.fetch,
    }),
    keep,
    intents: new Intents(keep),
    language: 'ko',
    today: () => clock?.today() ?? '2026-12-01',
  }
  pushEdits(desk)
  await signIn(desk, 'planner@example.com', ADMIN.password)
  const rows = async (id: string): Promise<MediaMixRow[]> =>
    (await other.get(`/campaigns/${id}/media-mix`)).body.rows
  // The first planner's sheet may be saved between the other one's look and change: they look again, and insist.
  const sync = async (id: string, change: () => Promise<RowChange | undefined>) => {
    for (let look = 0; look < 5; look++) {
      const wanted = await change()
      if (!wanted) return
      const body = { baseRevision: 0, changes: [wanted] }
      const answer = await other.post(`/campaigns/${id}/media-mix/sync`, body)
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      if (answer.body.conflicts.length === 0) return
    }
    throw new Error('the other planner finds the row changed each time')
  }
  /** The row that stands there now, at each look. */
  const rowAt = async (id: string, row: number) => {
    const { unitId } = (await rows(id))[row]!
    return async () => (await rows(id)).find((one) => one.unitId === unitId)
  }
  const sheet = () => excel.univerAPI.getActiveWorkbook()!.getSheetByName(SHEET)!
  const mediaMix = (context: Excel.RequestContext) => context.workbook.worksheets.getItem(SHEET)
  return {
    desk,
    excel,
    other,
    owner,
    operator: service.admin,
    database: service.service.database,
    moveFlights: () => service.service.jobs.runToEnd('calendar-statuses', {}),
    refreshMonitoring: () => service.service.jobs.runToEnd('monitoring-refresh', {}),
    line,
    async campaign(count) {
      const { body } = await other.post('/campaigns', {
        name: '겨울 런칭',
        advertiser: '한빛전자',
        startDate: '2026-12-02',
        endDate: '2026-12-31',
        budget: 100_000_000,
      })
      for (let i = 0; i < count; i++) {
        await sync(body.id, async () => ({ op: 'put', unitId: crypto.randomUUID(), fields: newRow(i) }))
      }
      return body.id
    },
    rows,
    async change(id, row, fields) {
      const now = await rowAt(id, row)
      await sync(id, async () => {
        const there = await now()
        return there && { op: 'put', unitId: there.unitId, version: there.version, fields }
      })
    },
    add: (id) => sync(id, async () => ({ op: 'put', unitId: crypto.randomUUID(), fields: newRow(0) })),
    async remove(id, row) {
      const now = await rowAt(id, row)
      await sync(id, async () => {
        const there = await now()
        return there && { op: 'delete', unitId: there.unitId, version: there.version }
      })
    },
    async buy(id, row) {
      const { unitId, version } = (await rows(id))[row]!
      const body = { units: [{ unitId, version }], mode: 'all' }
      const key = { 'idempotency-key': crypto.randomUUID() }
      require201(await other.post(`/campaigns/${id}/purchases`, body, key))
    },
    sheet,
    type: (address, value) => void sheet().getRange(address).setValue(value),
    enter: (address, values, format) =>
      excel.Excel.run(async (context) => {
        const range = mediaMix(context).getRange(address)
        if (format) {
          mediaMix(context).protection.unprotect()
          range.numberFormat = [[format]]
        }
        range.values = values
        await context.sync()
      }),
    duringWrite(act) {
      const { events } = excel.host
      Object.defineProperty(events, 'enabled', {
        configurable: true,
        get: () => true,
        set: (enabled: boolean) => {
          Object.defineProperty(events, 'enabled', { value: enabled, writable: true })
          act()
        },
      })
    },
    beforeRoundTrip(nth, act) {
      let left = nth
      const receive = vi.mocked(Connection.prototype.receive)
      const received = receive.getMockImplementation()!
      receive.mockImplementation(function (this: Connection, text) {
        if (text.includes('ProcessQuery') && left-- === 0) act()
        return received.call(this, text)
      })
      return () => {
        receive.mockImplementation(received)
        return left < 0
      }
    },
    beforeListening(act) {
      const { events } = excel.host
      const register = vi.spyOn(events, 'register')
      register.mockImplementation((...args) => {
        register.mockRestore()
        act()
        events.register(...args)
      })
    },
    values: (address) =>
      excel.Excel.run(async (context) => {
        const range = mediaMix(context).getRange(address).load('values')
        await context.sync()
        return range.values
      }),
    fill: (address) =>
      excel.Excel.run(async (context) => {
        const range = mediaMix(context).getRange(address).load('format/fill/color')
        await context.sync()
        return range.format.fill.color
      }),
    locked: (address) =>
      excel.Excel.run(async (context) => {
        const range = mediaMix(context).getRange(address).load('format/protection/locked')
        await context.sync()
        return range.format.protection.locked
      }),
    unprotect: () =>
      excel.Excel.run(async (context) => {
        mediaMix(context).protection.unprotect()
        await context.sync()
      }),
    closePane: () => closeCampaign(desk),
    forgetSettings: () =>
      excel.Excel.run(async (context) => {
        const { settings } = context.workbook
        settings.load('items/key')
        await context.sync()
        for (const setting of settings.items) setting.delete()
        await context.sync()
      }),
    async stop() {
      excel.dispose()
      await service.stop()
    },
  }
}
