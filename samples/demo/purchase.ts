import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { getMediaMix } from '../../shared/contract/campaigns'
import type { UnitInventoryView } from '../../shared/contract/inventory'
import { ledger, type PurchasedUnit, purchase } from '../../shared/contract/purchases'
import { groupBy } from '../../shared/group-by'
import { RANDOM_POOL } from '../../shared/inventory'
import { BOOKING_STATUS_WORDS } from '../../shared/status-words'
import type { DemoService } from '../session/service'
import { prove } from '../session/stop'
import { counted, say, showProof, showTable, won } from '../session/terminal'
import type { DemoCatalog } from './catalog'
import type { DemoStage } from './flights'
import type { NewProgramme } from './forecast'
import { sumOf, unitRows } from './inventory'
import { type Plan, versionIn } from './plan'

const RATIO_SCALE = 1_000_000_000

type PurchaseAnswer = z.output<NonNullable<typeof purchase.answer>>

/**
 * Buys the three rows in one request and checks every number; a replay of the same request changes nothing.
 */
export async function buyPlan(
  service: DemoService,
  { campaign, rows }: Plan,
  catalog: DemoCatalog,
  stage: DemoStage,
  programme: NewProgramme,
): Promise<PurchasedUnit[]> {
  const params = { id: campaign.id }
  const metaIds = [
    ...new Set([programme.metaId, ...stage.group.members.map(({ metaId }) => metaId), RANDOM_POOL]),
  ]
  const before = await unitRows(service, metaIds, stage.month)
  const mix = await service.call(getMediaMix, { params })
  const request = {
    params,
    body: { units: rows.map(({ unitId }) => ({ unitId, version: versionIn(mix.rows, unitId) })) },
    headers: { 'idempotency-key': randomUUID() },
  }
  const bought = await service.call(purchase, request)
  for (const [i, unit] of bought.units.entries()) showTree(unit, rows[i]!.productName, catalog)
  for (const unit of bought.units) proveTree(unit)
  prove(
    sumOf(bought.units.map(({ amount }) => amount)) === sumOf(rows.map(({ amount }) => amount)),
    'the bought amount is the planned amount',
  )
  showProof('At every level the parts sum to the whole, in won and in impressions.')

  const after = await unitRows(service, metaIds, stage.month)
  showInventory(before, after, catalog)
  proveDeduction(bought.units, before, after)
  await proveLedger(service, bought.units)
  await proveReplay(service, request, bought, after, metaIds, stage)
  return bought.units
}

function showTree(unit: PurchasedUnit, product: string, catalog: DemoCatalog): void {
  say()
  const { bookingStatus: status, amount, impressions, warnings } = unit
  say(
    `${product}: ${status} ${BOOKING_STATUS_WORDS.ko[status]}, ${won(amount)}, ${counted(impressions)} impressions`,
  )
  const lines = unit.ads.flatMap((ad) => {
    const leaves = ad.childAds.flatMap(({ group, owners }) =>
      owners.map((share, i) => [
        '',
        i === 0 ? group : '',
        share.owner === null ? '–' : (catalog.nameOfOwner.get(share.owner) ?? share.owner),
        ...sharesOf(share),
        counted(share.cells.length),
      ]),
    )
    // A platform with a single leaf is shown as one line.
    const [only, ...others] = leaves
    return only && others.length === 0
      ? [[ad.platform, ...only.slice(1)]]
      : [[ad.platform, '', '', ...sharesOf(ad)], ...leaves]
  })
  showTable(
    [
      { title: 'Platform 매체' },
      { title: 'Group 타겟팅그룹' },
      { title: 'Owner CO' },
      { title: 'Impressions 노출', align: 'right' },
      { title: 'Amount 금액', align: 'right' },
      { title: 'Cells 일자×콘텐츠', align: 'right' },
    ],
    lines,
  )
  const leftOut = [...groupBy(warnings, ({ platform }) => platform)]
  if (leftOut.length > 0) {
    const list = leftOut.map(
      ([platform, all]) => `${all.map(({ metaId }) => metaId).join(', ')} on ${platform}`,
    )
    say(`Left out, no forecast there 제외: ${list.join('; ')}`)
  }
}

function sharesOf({ impressions, amount }: Share): string[] {
  return [counted(impressions), won(amount)]
}

interface Share {
  amount: number
  impressions: number
}

function proveTree(unit: PurchasedUnit): void {
  proveSum(unit, unit.ads, `row ${unit.unitId}`)
  for (const ad of unit.ads) {
    proveSum(ad, ad.childAds, ad.platform)
    for (const child of ad.childAds) {
      proveSum(child, child.owners, `${child.group} on ${ad.platform}`)
      for (const share of child.owners) {
        const name = `${share.owner ?? 'no owner'} of ${child.group} on ${ad.platform}`
        proveSum(share, share.cells, name)
        prove(
          sumOf(share.cells.map(({ ratioPpb }) => ratioPpb)) === RATIO_SCALE,
          `the ratios of ${name} are 100 %`,
        )
      }
    }
  }
}

function proveSum(whole: Share, parts: readonly Share[], name: string): void {
  prove(sumOf(parts.map(({ amount }) => amount)) === whole.amount, `the amounts below ${name} sum to it`)
  prove(
    sumOf(parts.map(({ impressions }) => impressions)) === whole.impressions,
    `the impressions of ${name} do`,
  )
}

function showInventory(
  before: readonly UnitInventoryView[],
  after: readonly UnitInventoryView[],
  catalog: DemoCatalog,
): void {
  say()
  const line = (title: string, of: (rows: readonly UnitInventoryView[]) => readonly UnitInventoryView[]) => {
    const [was, is] = [sumOf(of(before).map(remainingOf)), sumOf(of(after).map(remainingOf))]
    return [title, counted(was), counted(is), counted(was - is)]
  }
  const platforms = catalog.platforms.filter((code) => before.some(({ platform }) => platform === code))
  showTable(
    [
      { title: 'Inventory 판매 인벤토리' },
      { title: 'Left before 구매 전 잔여', align: 'right' },
      { title: 'Left after 구매 후 잔여', align: 'right' },
      { title: 'Difference 차감', align: 'right' },
    ],
    [
      ...platforms.map((code) => line(code, (rows) => rows.filter(({ platform }) => platform === code))),
      line('Sum 합계', (rows) => rows),
    ],
  )
}

const remainingOf = ({ remaining }: UnitInventoryView) => remaining

/**
 * Checks row by row that the cells' impressions equal the increase of `sold` and the decrease of the
 * remaining inventory, and that all other rows are unchanged.
 */
function proveDeduction(
  units: readonly PurchasedUnit[],
  before: readonly UnitInventoryView[],
  after: readonly UnitInventoryView[],
): void {
  const taken = takenRows(units)
  const rowsBefore = new Map(before.map((row) => [keyOf(row), row]))
  prove(after.length === before.length, 'a purchase neither makes nor removes inventory rows')
  for (const row of after) {
    const was = rowsBefore.get(keyOf(row))!
    const cells = taken.get(keyOf(row)) ?? 0
    const claim = `${row.metaId} on ${row.platform} on ${row.date}: the cells' ${cells} are the difference (if somebody else bought there just now, run the demo again)`
    prove(
      row.sold - was.sold === cells && was.remaining - row.remaining === cells && row.held === was.held,
      claim,
    )
    prove(row.held + row.sold <= row.capacity, `${keyOf(row)} is not oversold`)
  }
  const total = sumOf([...taken.values()])
  prove(
    total === sumOf(units.map(({ impressions }) => impressions)),
    'the cells sum to the bought impressions',
  )
  const cells = units.flatMap(cellsOf).length
  showProof(
    `${counted(cells)} cells in ${counted(taken.size)} inventory rows took ${counted(total)} impressions: the difference of every row, exactly.`,
  )
}

async function proveLedger(service: DemoService, units: readonly PurchasedUnit[]): Promise<void> {
  let entries = 0
  for (const unit of units) {
    const rows = await service.all(ledger, { params: { id: unit.unitId } })
    const booked = new Map(rows.map((row) => [keyOf(row), row.quantity]))
    prove(
      isDeepStrictEqual(sorted(booked), sorted(takenRows([unit]))),
      `the ledger of ${unit.unitId} is its cells`,
    )
    entries += rows.length
  }
  showProof(`The ledger 차감 내역 says the same in ${counted(entries)} entries.`)
}

async function proveReplay(
  service: DemoService,
  request: {
    params: { id: string }
    body: { units: { unitId: string; version: number }[] }
    headers: Record<string, string>
  },
  first: PurchaseAnswer,
  after: readonly UnitInventoryView[],
  metaIds: readonly string[],
  stage: DemoStage,
): Promise<void> {
  const again = await service.call(purchase, request)
  prove(
    isDeepStrictEqual(again, first),
    'the same request with the same Idempotency-Key gets the same answer',
  )
  const still = await unitRows(service, metaIds, stage.month)
  prove(isDeepStrictEqual(still, after), 'a repeated purchase changes no inventory')
  showProof(
    `Pressed twice 중복 클릭: the same purchase ${first.purchaseId.slice(0, 8)} again, nothing deducted twice.`,
  )
}

function takenRows(units: readonly PurchasedUnit[]): Map<string, number> {
  const cells = groupBy(units.flatMap(cellsOf), keyOf)
  const sums = [...cells].map(
    ([key, all]) => [key, sumOf(all.map(({ impressions }) => impressions))] as const,
  )
  return new Map(sums.filter(([, impressions]) => impressions > 0))
}

function cellsOf(unit: PurchasedUnit) {
  return unit.ads.flatMap(({ platform, childAds }) =>
    childAds.flatMap(({ owners }) =>
      owners.flatMap(({ cells }) =>
        cells.map(({ metaId, date, impressions }) => ({ metaId, date, impressions, platform })),
      ),
    ),
  )
}

function keyOf({ metaId, platform, date }: { metaId: string; platform: string; date: string }): string {
  return `${metaId} ${platform} ${date}`
}

function sorted(map: ReadonlyMap<string, number>): [string, number][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
