import { randomUUID } from 'node:crypto'
import {
  FIRST_DAY,
  type Person,
  STORY,
  type Step,
  type StoryCampaign,
  type StoryRow,
  type Targeting,
} from '../../samples/campaigns/story'
import { addDays, type BusinessDate, businessDateOf } from '../../shared/calendar'
import type { RowFields, UnitGroupBody } from '../../shared/contract/campaigns'
import { Problem } from '../../shared/problem'
import { startOfDay } from '../../shared/seoul-time'
import { amendUnit } from '../bookings/amend-unit'
import { followCalendar } from '../bookings/booking-jobs'
import { createVariant } from '../bookings/create-variant'
import { cancelUnit } from '../bookings/end-unit'
import { expireHoldsOf } from '../bookings/expired-holds'
import { holdUnits } from '../bookings/hold-units'
import { type PurchaseAnswer, purchaseUnits } from '../bookings/purchase-units'
import { declineUnit } from '../bookings/step-unit'
import type { When } from '../bookings/unit-steps'
import type { Caller } from '../caller'
import { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { createCampaign } from '../campaigns/campaigns'
import { type Clock, createClock } from '../clock'
import type { BookingLimits } from '../configuration'
import type { Database, Transaction } from '../database/database'
import { syncMediaMix } from '../media-mix/sync-media-mix'
import { putTargeting } from '../media-mix/unit-targeting'
import { SampleAdServers } from './sample-ad-servers'
import { lowerForecast } from './sample-forecast'

/** What of a shortage's room is taken, so that others find some too. */
const SHARE_OF_ROOM = 0.85
const AMOUNT_STEP = 10_000
/** The story has no approver. */
const WITHOUT_APPROVALS = { amount: null, discountPercent: null, days: 1 }

/** A campaign of the sample with the ids that it got. */
interface Played {
  story: StoryCampaign
  id: string
  /** Unit ids by the keys of the rows; of a variant's copies by `variant:key`. */
  units: Map<string, string>
}

/**
 * Plays the sample's campaigns from weeks ago until today, day by day, with the service's own operations: who plans, buys
 * and holds, what the calendar does, and what the ad servers report. All of it is one transaction.
 *
 * @param people the accounts that do it
 * @returns how many campaigns there are
 */
export async function playSampleCampaigns(
  { database, clock, limits }: { database: Database; clock: Clock; limits: BookingLimits },
  people: Readonly<Record<Person, Caller>>,
): Promise<number> {
  return database.write(async (tx) => {
    const play = new Play(tx, database, people, clock.today(), limits)
    for (let day = FIRST_DAY; day < 0; day++) await play.day(day)
    await play.lastMorning(clock.instant())
    return STORY.length
  })
}

class Play {
  private readonly played = new Map<StoryCampaign, Played>()
  private readonly adServers: SampleAdServers

  constructor(
    private readonly tx: Transaction,
    private readonly database: Database,
    private readonly people: Readonly<Record<Person, Caller>>,
    private readonly today: BusinessDate,
    private readonly limits: BookingLimits,
  ) {
    this.adServers = new SampleAdServers(tx)
  }

  /** Everything of a day before today, in the order of its times. */
  async day(day: number): Promise<void> {
    await this.morning(this.instant(day, '07:00'))
    for (const story of STORY) if (story.planned === day) await this.plan(story)
    const steps = STORY.flatMap((story) => story.steps.map((step) => ({ story, step })))
      .filter(({ step }) => step.day === day)
      .sort((a, b) => (a.step.at < b.step.at ? -1 : 1))
    for (const { story, step } of steps) await this.take(this.played.get(story)!, step)
    await this.expireHolds(this.instant(day, '23:00'))
  }

  /** What the calendar and the ad servers do before people begin. */
  async morning(at: string): Promise<void> {
    await followCalendar(this.database, createClock(at))
    await this.adServers.report(at)
    await this.expireHolds(at)
  }

  async lastMorning(at: string): Promise<void> {
    await this.morning(at)
    await this.adServers.reportSoFar(at)
  }

  private async plan(story: StoryCampaign): Promise<void> {
    const { tx } = this
    const owner = this.people[story.owner]
    const at = this.instant(story.planned, '10:00')
    const [startDate, endDate] = this.dates(story.days)
    const shares = Object.entries(story.sharedWith ?? {}).map(([person, access]) => ({
      email: this.people[person as Person].email,
      access,
    }))
    const { name, advertiser, agency, budget } = story
    const fields = { name, advertiser, agency, startDate, endDate, budget, shares }
    const campaign = await createCampaign(tx, owner, fields, at)
    const rows = Object.entries(story.rows).map(([key, row]) => ({ key, row, unitId: randomUUID() }))
    const synced = await syncMediaMix(
      tx,
      owner,
      campaign.id,
      {
        baseRevision: campaign.revision,
        changes: rows.map(({ row, unitId }) => ({ op: 'put', unitId, fields: this.fieldsOf(row, story) })),
      },
      this.instant(story.planned, '10:05'),
    )
    const versions = new Map(synced.rows.map(({ unitId, version }) => [unitId, version]))
    const targetings = rows.flatMap(({ row, unitId }) =>
      row.targeting ? [{ unitId, version: versions.get(unitId)!, groups: groupsOf(row.targeting) }] : [],
    )
    if (targetings.length > 0)
      await putTargeting(tx, owner, campaign.id, targetings, this.instant(story.planned, '10:12'))
    this.played.set(story, {
      story,
      id: campaign.id,
      units: new Map(rows.map(({ key, unitId }) => [key, unitId])),
    })
  }

  private async take(played: Played, step: Step): Promise<void> {
    const caller = this.people[step.by ?? played.story.owner]
    const when = this.when(caller, this.instant(step.day, step.at))
    switch (step.does) {
      case 'buy':
        return this.buy(played, step.rows, caller, when)
      case 'hold':
        return this.hold(played, step.rows, this.instant(step.until.day, step.until.at), caller, when)
      case 'edit': {
        const { amount, creative, device } = step
        return this.edit(played, step.row, definedOf({ amount, creative, device }), caller, when.at)
      }
      case 'amend': {
        const { id, version } = await this.unit(played, step.row)
        const [startDate, endDate] = step.days ? this.dates(step.days) : []
        const amend = (amount = step.amount) =>
          this.tx.savepoint(() =>
            amendUnit(
              this.tx,
              caller,
              id,
              { version, reason: step.reason, ...definedOf({ amount, startDate, endDate }) },
              WITHOUT_APPROVALS,
              when,
            ),
          )
        const amended = await amend().catch((error) => amend(mostOf(roomOf(error))))
        return this.adServers.take(id, rowOf(played, step.row), amended.ads, when.at)
      }
      case 'cancel': {
        const { id, version } = await this.unit(played, step.row)
        await cancelUnit(this.tx, caller, id, { version, reason: step.reason }, when)
        return this.adServers.forget(id)
      }
      case 'decline': {
        const { id, version } = await this.unit(played, step.row)
        await declineUnit(this.tx, caller, id, { version, reason: step.reason }, when)
        return
      }
      case 'copyVariant':
        return this.copyVariant(played, step, caller, when)
      case 'lowerForecast': {
        const { startDate } = await this.unit(played, step.row)
        const actor = { accountId: caller.id, at: when.at }
        return lowerForecast(this.tx, this.database, { ...step, date: startDate }, actor)
      }
    }
  }

  /** Buys rows, and of rows that are too large most of what is left. */
  private async buy(played: Played, rows: readonly string[], caller: Caller, when: When): Promise<void> {
    const attempt = async (keys: readonly string[]) => {
      const units = await Promise.all(keys.map((key) => this.unit(played, key)))
      const wanted = units.map(({ id, version }) => ({ unitId: id, version }))
      const { units: bought, failed } = await this.tx
        .savepoint(() =>
          purchaseUnits(this.tx, caller, played.id, { units: wanted, mode: 'each' }, WITHOUT_APPROVALS, when),
        )
        .catch(refusedWhole)
      for (const { unitId, ads } of bought)
        await this.adServers.take(unitId, rowOf(played, keyOf(played, unitId)), ads, when.at)
      return failed
    }
    const smaller: string[] = []
    for (const { unitId, fits } of await attempt(rows)) {
      const key = keyOf(played, unitId)
      if (await this.shrink(played, key, fits?.amount ?? 0, caller, when.at)) smaller.push(key)
    }
    if (smaller.length > 0) await attempt(smaller)
  }

  private async hold(
    played: Played,
    rows: readonly string[],
    expiresAt: string,
    caller: Caller,
    when: When,
  ): Promise<void> {
    for (const key of rows) {
      const attempt = async () => {
        const { id, version } = await this.unit(played, key)
        const request = { units: [{ unitId: id, version }], expiresAt }
        await holdUnits(this.tx, caller, played.id, request, this.limits, when)
      }
      try {
        await this.tx.savepoint(attempt)
      } catch (error) {
        if (await this.shrink(played, key, roomOf(error), caller, when.at)) await attempt()
      }
    }
  }

  /** @returns whether there is room for anything */
  private async shrink(
    played: Played,
    key: string,
    room: number,
    caller: Caller,
    at: string,
  ): Promise<boolean> {
    const amount = mostOf(room)
    if (amount === 0) return false
    await this.edit(played, key, { amount }, caller, at)
    return true
  }

  private async edit(
    played: Played,
    key: string,
    fields: RowFields,
    caller: Caller,
    at: string,
  ): Promise<void> {
    const { id, version } = await this.unit(played, key)
    const { revision } = await this.tx.manager.findOneByOrFail(Campaign, { id: played.id })
    const changes = [{ op: 'put' as const, unitId: id, version, fields }]
    await syncMediaMix(this.tx, caller, played.id, { baseRevision: revision, changes }, at)
  }

  private async copyVariant(
    played: Played,
    { from, amounts }: Extract<Step, { does: 'copyVariant' }>,
    caller: Caller,
    when: When,
  ): Promise<void> {
    const { revision } = await this.tx.manager.findOneByOrFail(Campaign, { id: played.id })
    const { variant, units } = await createVariant(
      this.tx,
      caller,
      played.id,
      { revision, ...(from === undefined ? {} : { from }) },
      when,
    )
    for (const { unitId, copyOf } of units) {
      const key = keyOf(played, copyOf)
      played.units.set(`${variant}:${key}`, unitId)
      const amount = amounts[key]
      if (amount !== undefined) await this.edit(played, `${variant}:${key}`, { amount }, caller, when.at)
    }
  }

  private async expireHolds(at: string): Promise<void> {
    for (const { id } of this.played.values()) await expireHoldsOf(this.tx, id, at, 'wait')
  }

  private unit({ units }: Played, key: string): Promise<CampaignUnit> {
    return this.tx.manager.findOneByOrFail(CampaignUnit, { id: units.get(key)! })
  }

  private fieldsOf(row: StoryRow, story: StoryCampaign): RowFields {
    const [startDate, endDate] = this.dates(row.days ?? story.days)
    const { product: productCode, kind = 'PAID', amount, device, creative } = row
    return { kind, productCode, startDate, endDate, amount, device, creative }
  }

  private dates([first, last]: readonly [number, number]): [BusinessDate, BusinessDate] {
    return [addDays(this.today, first), addDays(this.today, last)]
  }

  /** @param time HH:MM in Seoul */
  private instant(day: number, time: string): string {
    const [hours, minutes] = time.split(':').map(Number)
    const midnight = startOfDay(addDays(this.today, day)).getTime()
    return new Date(midnight + (hours! * 60 + minutes!) * 60_000).toISOString()
  }

  private when(caller: Caller, at: string): When {
    return {
      actor: caller.id,
      at,
      today: businessDateOf(new Date(at)),
      deadline: Number.POSITIVE_INFINITY,
      ip: null,
      userAgent: null,
    }
  }
}

/** @returns the amount that would fit where there was too little */
function roomOf(error: unknown): number {
  if (!(error instanceof Problem && error.code === 'INVENTORY_SHORTAGE')) throw error
  return (error.data.fits as { amount: number }).amount
}

/** @returns most of what is left, in whole steps */
function mostOf(room: number): number {
  return Math.floor((room * SHARE_OF_ROOM) / AMOUNT_STEP) * AMOUNT_STEP
}

/** A purchase of which nothing fits is refused as a whole, with what would fit each row. */
function refusedWhole(error: unknown): Pick<PurchaseAnswer, 'units' | 'failed'> {
  if (!(error instanceof Problem && error.code === 'INVENTORY_SHORTAGE')) throw error
  return { units: [], failed: error.data.failed as PurchaseAnswer['failed'] }
}

function rowOf({ story }: Played, key: string): StoryRow {
  return story.rows[key]!
}

function keyOf({ units }: Played, unitId: string): string {
  return [...units].find(([, id]) => id === unitId)![0]
}

function groupsOf(targeting: Targeting): UnitGroupBody[] {
  if ('code' in targeting) return [{ code: targeting.code, weight: 1 }]
  const members = Object.entries(targeting.contents).map(([metaId, weight]) => ({ metaId, weight }))
  return [{ name: targeting.name, weight: 1, members }]
}

function definedOf<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
