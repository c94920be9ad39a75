import { randomUUID } from 'node:crypto'
import { audit } from '../../server/audit/audit'
import type { Database, Transaction } from '../../server/database/database'
import { unitKey } from '../http/model'
import { done } from '../http/plan'
import type { DatabaseKind } from '../support/databases'
import { MovableClock } from '../support/movable-clock'
import { type Answer, type Client, startService, type TestService } from '../support/service'
import type { Call } from './booking-model'
import { CATALOGUE, CONTENTS, DAYS, GROUPS, MONTH, PRODUCTS, START } from './market'
import { heldOf, type ModelUnit, type State, soldOf } from './state'

/** The tables that campaigns and forecasts write; emptied between two sequences. */
const TABLES = [
  'campaign',
  'campaign_unit',
  'campaign_unit_group',
  'campaign_unit_group_member',
  'campaign_unit_group_owner_ratio',
  'campaign_unit_change',
  'idempotency_key',
  'purchase',
  'booking',
  'past_booking',
  'unit_hold',
  'unit_hold_row',
  'booking_event',
  'ad',
  'child_ad',
  'owner_share',
  'share_cell',
  'publish_request',
  'publish_report',
  'unit_publish_status',
  'journal',
  'deduction',
  'unit_inventory',
  'standard_inventory',
  'standard_inventory_day',
  'job_run',
]

/** Not the first possible version, so that a call can use an older one. */
const FIRST_VERSION = 2

export type NewUnit = Omit<
  ModelUnit,
  'id' | 'platforms' | 'status' | 'version' | 'variant' | 'hold' | 'booked'
>

/** The real service with the tiny market, reset for every sequence. */
export class World {
  private campaigns: string[] = []

  private constructor(
    private readonly test: TestService,
    private readonly planner: Client,
    private readonly plannerId: string,
    private readonly clock: MovableClock,
  ) {}

  static async open(kind: DatabaseKind): Promise<World> {
    const clock = new MovableClock(START)
    const test = await startService(kind, { SESSION_HOURS: '8760' }, clock)
    const operator = await test.signInAs('operator')
    for (const [displayOrder, code] of CATALOGUE.platforms.entries())
      done(await operator.put(`/platforms/${code}`, { name: code, displayOrder }))
    for (const code of ['CJ', 'SBS']) done(await operator.put(`/content-owners/${code}`, { name: code }))
    for (const [code, part] of Object.entries(CATALOGUE.parts))
      done(await operator.put(`/parts/${code}`, part))
    for (const [metaId, { type, owner }] of Object.entries(CATALOGUE.contents))
      done(await operator.put(`/contents/${metaId}`, { type, name: metaId, broadcaster: 'tvN', owner }))
    const rates = { platforms: CATALOGUE.platforms, ctr: 0.01, vtr: 0.3 }
    for (const [code, product] of Object.entries(PRODUCTS))
      done(await operator.put(`/products/${code}`, { name: code, ...rates, ...product }))
    for (const [code, members] of Object.entries(GROUPS))
      done(await operator.put(`/targeting-groups/${code}`, { name: code, members }))
    const planner = await test.signInAs('planner')
    const { id } = done(await planner.get('/session')).user
    return new World(test, planner, id, clock)
  }

  stop(): Promise<void> {
    return this.test.stop()
  }

  private get database(): Database {
    return this.test.service.database
  }

  /**
   * Resets the market: units in their campaigns, forecasts on sale. Writes the tables directly, as it runs
   * often.
   */
  async begin(units: readonly NewUnit[], forecast: State['forecast']): Promise<State> {
    this.clock.moveTo(START)
    this.campaigns = [randomUUID(), randomUUID()]
    const placed = units.map(
      (unit): ModelUnit => ({
        ...unit,
        id: randomUUID(),
        platforms: CATALOGUE.platforms,
        status: 'Draft',
        version: FIRST_VERSION,
        variant: null,
        hold: null,
        booked: [],
      }),
    )
    await this.database.write(async (tx) => {
      for (const table of TABLES) await tx.run(`DELETE FROM ${table}`)
      await insert(
        tx,
        'unit_inventory',
        [...forecast].map(([row, count]) => {
          const [meta_id, platform, date] = row.split('|') as [string, string, string]
          return { meta_id, platform, date, forecast: count, held: 0, sold: 0 }
        }),
      )
      await insert(
        tx,
        'campaign',
        this.campaigns.map((id) => ({
          id,
          name: id,
          advertiser: id,
          start_date: DAYS[0],
          end_date: DAYS[4],
          budget: 0,
          owner_id: this.plannerId,
          revision: 1,
          version: 1,
          created_at: START,
          updated_at: START,
        })),
      )
      await insert(
        tx,
        'campaign_unit',
        placed.map((unit, position) => ({
          id: unit.id,
          campaign_id: this.campaigns[unit.campaign]!,
          position,
          kind: unit.kind,
          product_code: unit.productCode,
          start_date: unit.startDate,
          end_date: unit.endDate,
          amount: unit.amount,
          device: '',
          creative: '',
          ecpm: PRODUCTS[unit.productCode].ecpm,
          ctr_ppm: 0,
          vtr_ppm: 0,
          booking_status: 'Draft',
          version: FIRST_VERSION,
          updated_at: START,
        })),
      )
      for (const { id, groups } of placed) await insertGroups(tx, id, groups)
    })
    return { now: this.clock.now().getTime(), forecast, units: placed }
  }

  /** Puts a month's forecast on sale by the job of the service. */
  async load(forecast: State['forecast']): Promise<void> {
    await this.database.write(async (tx) => {
      for (const table of ['standard_inventory', 'standard_inventory_day'])
        await tx.run(`DELETE FROM ${table}`)
      await insert(
        tx,
        'standard_inventory',
        CONTENTS.map((meta_id, i) => ({
          id: i + 1,
          month: MONTH,
          type: 'PROGRAM',
          meta_id,
          status: 'CONFIRMED',
          version: 1,
          forecast_total: 0,
          actual_total: 0,
        })),
      )
      await insert(
        tx,
        'standard_inventory_day',
        [...forecast].map(([row, count]) => {
          const [metaId, platform, date] = row.split('|') as [string, string, string]
          const standard_id = CONTENTS.indexOf(metaId as (typeof CONTENTS)[number]) + 1
          return { standard_id, part: `PART_${platform}`, date, forecast: count }
        }),
      )
    })
    await this.test.service.jobs.runToEnd('unit-inventory-load', { month: MONTH })
  }

  moveTo(now: number): void {
    this.clock.moveTo(new Date(now).toISOString())
  }

  /** Runs one of the service's own jobs. */
  async round(job: 'calendar-statuses' | 'expire-holds'): Promise<void> {
    await this.test.service.jobs.runToEnd(job, {})
  }

  /** Sends a call as a planner's client would. */
  async send(call: Call, { units }: State, key?: string): Promise<Answer> {
    const called = call.units.map((at) => units[at]!)
    const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {}
    const [unit] = called
    const [version] = call.versions
    const inCampaign = `/campaigns/${this.campaigns[unit!.campaign]}`
    const named = called.map(({ id }, i) => ({ unitId: id, version: call.versions[i]! }))
    switch (call.call) {
      case 'buy':
        return this.planner.post(`${inCampaign}/purchases`, { units: named, mode: call.mode }, headers)
      case 'hold': {
        const { variant } = call
        const expiresAt = new Date(call.expiresAt).toISOString()
        const held = named.map((one) => (variant ? { ...one, variant } : one))
        return this.planner.post(`${inCampaign}/holds`, { units: held, expiresAt }, headers)
      }
      case 'release':
        return this.planner.delete(`${inCampaign}/holds`, { units: named })
      case 'amend':
        return this.planner.post(`/campaign-units/${unit!.id}/amend`, { version, ...call.change }, headers)
      default:
        return this.planner.post(`/campaign-units/${unit!.id}/${call.call}`, { version }, headers)
    }
  }

  /** The state in the database. */
  async observed(): Promise<Facts> {
    return this.database.read(async (tx) => {
      const inventory = await tx.rows<Record<string, string | number>>(
        `SELECT meta_id, platform, date, forecast, capacity, held, sold FROM unit_inventory
         WHERE date BETWEEN '${DAYS[0]}' AND '${DAYS.at(-1)}'`,
      )
      const units = await tx.rows<Record<string, string | number>>(
        `SELECT id, booking_status, version, amount, start_date, end_date FROM campaign_unit`,
      )
      const cells = await tx.rows<Record<string, string | number>>(
        `SELECT ad.unit_id AS unit, ad.platform AS platform, c.group_name AS group_, COALESCE(s.owner, '-') AS owner,
                x.date AS date, x.meta_id AS meta, x.impressions AS impressions, x.amount AS amount
         FROM ad JOIN child_ad c ON c.ad_id = ad.id JOIN owner_share s ON s.child_ad_id = c.id
         JOIN share_cell x ON x.owner_share_id = s.id WHERE x.impressions > 0`,
      )
      return { inventory: lines(inventory), units: lines(units), cells: lines(cells) }
    })
  }

  /** @returns what the audit finds wrong */
  async audit(): Promise<string[]> {
    const verdicts = await audit(this.database, this.clock.now())
    return verdicts.flatMap(({ name, rows }) => rows.map((row) => `${name}: ${row}`))
  }
}

/** A state as sorted lines. */
export interface Facts {
  inventory: string[]
  units: string[]
  cells: string[]
}

/** The lines that the database must contain. */
export function expectedFacts(state: State): Facts {
  const [held, sold] = [heldOf(state), soldOf(state)]
  const rows = CONTENTS.flatMap((metaId) =>
    CATALOGUE.platforms.flatMap((platform) => DAYS.map((date) => ({ metaId, platform, date }))),
  )
  return {
    inventory: lines(
      rows.map((row) => {
        const key = unitKey(row)
        const [forecast, ofHeld, ofSold] = [state.forecast, held, sold].map((counts) => counts.get(key) ?? 0)
        const capacity = Math.max(forecast!, ofHeld! + ofSold!)
        return { ...row, forecast: forecast!, capacity, held: ofHeld!, sold: ofSold! }
      }),
    ),
    units: lines(
      state.units.map(({ id, status, version, amount, startDate, endDate }) => ({
        id,
        status,
        version,
        amount,
        startDate,
        endDate,
      })),
    ),
    cells: lines(
      state.units.flatMap(({ id, booked }) =>
        booked.map(({ platform, group, owner, date, metaId, impressions, amount }) => ({
          id,
          platform,
          group,
          owner: owner ?? '-',
          date,
          metaId,
          impressions,
          amount,
        })),
      ),
    ),
  }
}

async function insertGroups(tx: Transaction, unit_id: string, groups: ModelUnit['groups']): Promise<void> {
  for (const [
    position,
    { code, name, weight, platforms, members = [], ownerRatios = [] },
  ] of groups.entries()) {
    const at = { unit_id, group_position: position }
    await insert(tx, 'campaign_unit_group', [
      {
        unit_id,
        position,
        weight,
        code: code ?? null,
        name: name ?? null,
        platforms: platforms ? JSON.stringify(platforms) : null,
      },
    ])
    await insert(
      tx,
      'campaign_unit_group_member',
      members.map(({ metaId, weight }, i) => ({ ...at, position: i, meta_id: metaId, weight })),
    )
    await insert(
      tx,
      'campaign_unit_group_owner_ratio',
      ownerRatios.map(({ owner, ratio }, i) => ({ ...at, position: i, owner, ratio })),
    )
  }
}

async function insert(
  tx: Transaction,
  table: string,
  rows: readonly Record<string, string | number | null>[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(table, Object.keys(rows[0]!), rows.map(Object.values))
}

function lines(rows: readonly Record<string, string | number | bigint>[]): string[] {
  return rows.map((row) => Object.values(row).join(' ')).sort()
}
