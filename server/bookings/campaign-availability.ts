import { setImmediate as nextRound } from 'node:timers/promises'
import type { BusinessDate } from '../../shared/calendar'
import type { UnitGroupBody } from '../../shared/contract/campaigns'
import type { Alternatives, RowStanding } from '../../shared/contract/purchases'
import { countedRows } from '../../shared/counted-rows'
import { isCountable, smallestAmountFor } from '../../shared/estimates'
import { groupBy } from '../../shared/group-by'
import type { Language } from '../../shared/language'
import { Problem } from '../../shared/problem'
import { isEditable } from '../../shared/statuses'
import type { Caller } from '../caller'
import { requireCampaign, requireUnit } from '../campaigns/access'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import type { Database, Reading, Transaction } from '../database/database'
import { unitsOf } from '../media-mix/media-mix'
import { findAlternatives } from '../purchases/alternatives'
import { shownProblem } from '../purchases/availability'
import {
  demandOfDrafts,
  type JudgedRow,
  type Judging,
  judgeInOrder,
  type RowInOrder,
  snapshotOfComing,
} from '../purchases/in-order'
import { onDaysToCome, type PlanningBasis, planningBasis, type UnitToBuy } from '../purchases/split-units'
import { Taken, type Taker } from '../purchases/taken'
import { type Weighed, weighByRoom } from '../purchases/weights-by-room'
import { draftsOfOthers, MOST_DRAFTS } from './drafts-of-others'
import { forbiddenStep } from './unit-steps'
import { unitsToBuy } from './units-to-buy'

export interface CampaignStandings {
  revision: number
  rows: RowStanding[]
  /** True: others have more drafts than were counted. */
  pressurePartial: boolean
}

/**
 * What each row of a campaign that isn't bought yet can have: alone, after the rows before it, and beside the drafts of
 * other campaigns. All of it is read first; then the rows are judged one by one, so that other requests get their turn.
 *
 * @throws Problem NOT_FOUND
 */
export async function campaignAvailability(
  database: Database,
  caller: Caller,
  campaignId: string,
  today: BusinessDate,
  language: Language,
): Promise<CampaignStandings> {
  const { revision, units } = await database.read(async (tx) => {
    const campaign = await requireCampaign(tx, caller, campaignId)
    return { revision: campaign.revision, units: await unitsOf(tx, campaignId) }
  })
  const { rows, pressurePartial } = await standingsOf(database, campaignId, units, today, language)
  return { revision, rows, pressurePartial }
}

/** As {@link campaignAvailability}, of units that were read already. */
export async function standingsOf(
  database: Database,
  campaignId: string,
  units: readonly CampaignUnit[],
  today: BusinessDate,
  language: Language,
): Promise<Pick<CampaignStandings, 'rows' | 'pressurePartial'>> {
  const found = await judge(database, campaignId, units, today)
  const rows: RowStanding[] = []
  for (const row of found.judged) {
    rows.push(viewOf(row, found, language))
    await nextRound()
  }
  return { rows, pressurePartial: found.pressurePartial }
}

/** What is asked of a row instead of what it has. */
export interface OtherGoal {
  groups?: readonly UnitGroupBody[] | undefined
  amount?: number | undefined
  impressions?: number | undefined
  alternatives: boolean
}

/**
 * What a row could have at another amount, beside the rows before it, and on request where it would fit.
 *
 * @throws Problem NOT_FOUND, STATUS_CONFLICT for a row that isn't planned freely any more, AMOUNT_TOO_LARGE
 */
export async function unitAvailability(
  database: Database,
  caller: Caller,
  unitId: string,
  goal: OtherGoal,
  today: BusinessDate,
  language: Language,
): Promise<RowStanding & { pressurePartial: boolean; alternatives?: Alternatives }> {
  const units = await unitsBeside(database, caller, unitId)
  const own = units.find(({ id }) => id === unitId)!
  const amount =
    goal.impressions === undefined
      ? (goal.amount ?? own.amount)
      : smallestAmountFor(goal.impressions, own.ecpm)
  if (!Number.isSafeInteger(amount) || !isCountable(amount, own.ecpm))
    throw new Problem('AMOUNT_TOO_LARGE', `${amount} won is beyond what can be counted. Ask for less.`)
  const asked = units.map((unit) => (unit.id === unitId ? { ...unit, amount } : unit))
  const found = await judge(database, own.campaignId, asked, today, { unitId, groups: goal.groups })
  const row = found.judged.find(({ unit }) => unit.unitId === unitId)!
  return {
    ...viewOf(row, found, language),
    pressurePartial: found.pressurePartial,
    ...(goal.alternatives && row.alone
      ? {
          alternatives: await database.read((tx) =>
            findAlternatives(tx, row.unit, today, found.basis, row.beside),
          ),
        }
      : {}),
  }
}

/**
 * Weighs what a row targets by what is left of it beside the rows before it.
 *
 * @param groups instead of those that the row has
 * @throws Problem NOT_FOUND, STATUS_CONFLICT, TARGETING_INVALID, UNKNOWN_REFERENCE
 */
export async function unitWeights(
  database: Database,
  caller: Caller,
  unitId: string,
  groups: readonly UnitGroupBody[] | undefined,
  today: BusinessDate,
): Promise<Weighed> {
  const units = await unitsBeside(database, caller, unitId)
  const { campaignId } = units[0]!
  const { judged, basis, snapshot } = await judge(database, campaignId, units, today, { unitId, groups })
  const { unit, beside } = judged.find((row) => row.unit.unitId === unitId)!
  if (unit.endDate < today) return { groups: [...unit.groups], leftOut: [], before: null, after: null }
  return weighByRoom(onDaysToCome(unit, today), basis, snapshot, beside)
}

/** All rows of the campaign of a row that may still be planned freely. */
async function unitsBeside(database: Database, caller: Caller, unitId: string): Promise<CampaignUnit[]> {
  return database.read(async (tx) => {
    const unit = await requireUnit(tx, caller, unitId)
    if (!isEditable(unit.bookingStatus)) throw forbiddenStep(unit, 'planned anew')
    return unitsOf(tx, unit.campaignId)
  })
}

/** The row that is asked about, and the targeting that is tried instead of its own. */
interface Asked {
  unitId: string
  groups: readonly UnitGroupBody[] | undefined
}

interface Judged {
  units: ReadonlyMap<string, CampaignUnit>
  judged: JudgedRow[]
  wanted: Taken
  pressurePartial: boolean
  basis: PlanningBasis
  snapshot: Judging['snapshot']
}

/** @param only the row that is asked about: drafts of others are read for its inventory only */
async function judge(
  database: Database,
  campaignId: string,
  units: readonly CampaignUnit[],
  today: BusinessDate,
  only?: Asked,
): Promise<Judged> {
  const open = units.filter(({ bookingStatus }) => isEditable(bookingStatus) || bookingStatus === 'Reserved')
  const { rows, drafts, ...read } = await database.read((tx) =>
    readAll(tx, campaignId, units, open, today, only),
  )
  const judging: Judging = { campaignId, today, ...read }
  const last = only ? rows.findIndex(({ unit }) => unit.unitId === only.unitId) : rows.length - 1
  const judged = await judgeInOrder(rows.slice(0, last + 1), judging)
  return {
    units: new Map(open.map((unit) => [unit.id, unit])),
    judged,
    wanted: await demandOfDrafts(drafts.slice(0, MOST_DRAFTS), judging),
    pressurePartial: drafts.length > MOST_DRAFTS,
    basis: read.basis,
    snapshot: read.snapshot,
  }
}

async function readAll(
  tx: Transaction,
  campaignId: string,
  all: readonly CampaignUnit[],
  open: readonly CampaignUnit[],
  today: BusinessDate,
  only: Asked | undefined,
): Promise<
  Omit<Judging, 'campaignId' | 'today'> & { rows: RowInOrder[]; drafts: (Taker & { unit: UnitToBuy })[] }
> {
  const own = (await unitsToBuy(tx, open)).map((unit) =>
    only?.groups && unit.unitId === only.unitId ? { ...unit, groups: only.groups } : unit,
  )
  const asked = only ? own.filter(({ unitId }) => unitId === only.unitId) : own
  const drafts = await draftsOfOthers(tx, campaignId, asked, today)
  const toPlan = [...own, ...drafts.map(({ unit }) => unit)]
  const basis = await planningBasis(
    tx,
    toPlan.flatMap(({ groups }) => groups),
  )
  const snapshot = await snapshotOfComing(tx, toPlan, basis, today)
  const counted = [...countedRows(all)].find(({ variant }) => variant !== null)?.variant ?? null
  return {
    basis,
    snapshot,
    counted,
    released: await releasedByVariant(tx, campaignId),
    rows: own.map((unit, i): RowInOrder => {
      const { bookingStatus } = open[i]!
      const isOpen = bookingStatus === 'Draft' || bookingStatus === 'Reserved'
      return {
        unit,
        held: bookingStatus === 'Reserved',
        obstacle: isOpen ? null : forbiddenStep(open[i]!, 'bought'),
      }
    }),
    drafts,
  }
}

/** What buying a variant gives back, by variant: of the variants' holds only the largest counts on a row. */
async function releasedByVariant(tx: Reading, campaignId: string): Promise<Map<string, Taken>> {
  const needs = await tx.rows<{
    variant: string
    metaId: string
    platform: string
    date: BusinessDate
    need: number
  }>(
    `SELECT h.variant AS variant, r.meta_id AS metaId, r.platform AS platform, r.date AS date, SUM(r.need) AS need
     FROM unit_hold h JOIN unit_hold_row r ON r.unit_id = h.unit_id
     WHERE h.campaign_id = ? AND h.variant IS NOT NULL
     GROUP BY h.variant, r.meta_id, r.platform, r.date`,
    [campaignId],
  )
  const variants = await tx.rows<{ variant: string }>(
    'SELECT DISTINCT variant FROM campaign_unit WHERE campaign_id = ? AND variant IS NOT NULL',
    [campaignId],
  )
  const released = new Map<string, Taken>()
  if (needs.length === 0) return released
  const onRow = groupBy(needs, ({ metaId, platform, date }) => `${metaId}\u0000${platform}\u0000${date}`)
  for (const { variant } of variants) {
    const given = new Taken()
    for (const row of onRow.values()) {
      const held = Math.max(...row.map(({ need }) => Number(need)))
      const stays = Number(row.find((one) => one.variant === variant)?.need ?? 0)
      const { metaId, platform, date } = row[0]!
      if (held > stays) given.giveBack(metaId, platform, date, held - stays)
    }
    released.set(variant, given)
  }
  return released
}

function viewOf(row: JudgedRow, { units, wanted }: Judged, language: Language): RowStanding {
  const { unit, held, impressions, alone, inOrder, vacant, sharedWith, problem } = row
  const { version, bookingStatus } = units.get(unit.unitId)!
  return {
    unitId: unit.unitId,
    version,
    bookingStatus,
    amount: unit.amount,
    impressions,
    held,
    alone,
    inOrder,
    vacant,
    sharedWith,
    pressure: pressureOn(row, wanted),
    problem: problem && shownProblem(problem, language),
  }
}

/** What drafts of other campaigns want of the inventory that a row draws on. */
function pressureOn({ series, days, inOrder }: JudgedRow, wanted: Taken): RowStanding['pressure'] {
  if (days.length === 0) return null
  const takers = wanted.takersOf(series, days[0]!, days.at(-1)!)
  if (takers.size === 0) return null
  let impressions = 0
  let fitsBeside = inOrder?.status === 'AVAILABLE'
  for (const { metaId, platform, asked, room } of series) {
    days.forEach((date, day) => {
      const theirs = wanted.on(metaId, platform, date)
      impressions += theirs
      if (asked[day]! > 0 && asked[day]! + theirs > room[day]!) fitsBeside = false
    })
  }
  if (impressions === 0) return null
  const campaigns = new Set([...takers.values()].map(({ campaignId }) => campaignId)).size
  return { campaigns, rows: takers.size, impressions, fitsBeside }
}
