import { randomUUID } from 'node:crypto'
import {
  type CampaignView,
  changeCampaign,
  getMediaMix,
  type MediaMixRow,
  putTargeting,
  syncMediaMix,
  type UnitGroupBody,
} from '../../shared/contract/campaigns'
import type { TargetingKind } from '../../shared/contract/primitives'
import { availability } from '../../shared/contract/purchases'
import { BOOKING_STATUS_WORDS } from '../../shared/status-words'
import type { DemoService } from '../session/service'
import { prove } from '../session/stop'
import { counted, say, showProof, showTable, won } from '../session/terminal'
import type { DemoCatalog } from './catalog'
import { type DemoStage, modestAmount } from './flights'
import type { NewProgramme } from './forecast'
import { sumOf } from './inventory'

const KINDS: readonly TargetingKind[] = ['CONTENTS', 'GROUP', 'RANDOM']
const WISHES: Record<TargetingKind, number> = { CONTENTS: 6_000_000, GROUP: 4_000_000, RANDOM: 3_000_000 }
const BUDGET_STEP = 1_000_000

/** One row of the plan, with the data for the next steps. */
export interface PlannedRow {
  kind: TargetingKind
  unitId: string
  productCode: string
  productName: string
  targeting: string
  groups: UnitGroupBody[]
  amount: number
  fits: number
}

export interface Plan {
  campaign: CampaignView
  rows: PlannedRow[]
}

/** Plans three rows with their targeting, their availability, and the budget. */
export async function planCampaign(
  service: DemoService,
  opened: CampaignView,
  catalog: DemoCatalog,
  stage: DemoStage,
  programme: NewProgramme,
): Promise<Plan> {
  const rows: PlannedRow[] = []
  for (const kind of KINDS) {
    const { code: productCode, name: productName } = catalog.products[kind]
    const { groups, targeting } = targetingOf(kind, stage, programme)
    const body = { productCode, ...stage.flights[kind], groups }
    const fits = (await service.call(availability, { body })).maxAmount
    const amount = modestAmount(WISHES[kind], fits)
    rows.push({ kind, unitId: randomUUID(), productCode, productName, targeting, groups, amount, fits })
  }
  const total = sumOf(rows.map(({ amount }) => amount))
  const budget = (Math.floor(total / BUDGET_STEP) + 2) * BUDGET_STEP
  const campaign = await service.call(changeCampaign, {
    params: { id: opened.id },
    body: {
      startDate: stage.flights.CONTENTS.startDate,
      endDate: stage.flights.CONTENTS.endDate,
      budget,
      version: opened.version,
    },
  })
  const params = { id: campaign.id }
  const synced = await service.call(syncMediaMix, {
    params,
    body: {
      baseRevision: campaign.revision,
      changes: rows.map(({ kind, unitId, productCode, amount }) => ({
        op: 'put' as const,
        unitId,
        fields: { productCode, ...stage.flights[kind], amount, device: 'PC+Mobile', creative: '15초' },
      })),
    },
  })
  prove(synced.applied === rows.length && synced.conflicts.length === 0, 'the new rows are taken as they are')
  await service.call(putTargeting, {
    params,
    body: {
      units: rows.map(({ unitId, groups }) => ({ unitId, version: versionIn(synced.rows, unitId), groups })),
    },
  })
  const mix = await service.call(getMediaMix, { params })
  showMediaMix(mix.rows, rows)
  await showAvailability(service, stage, rows)
  prove(mix.totals.amount === total, `TOTAL is the sum of the rows (${total})`)
  say(`TOTAL ${won(total)} of the budget 예산 ${won(budget)}: ${won(budget - total)} left`)
  return { campaign: mix.campaign, rows }
}

/** The service's current version of a row; a purchase contains it, so that no unseen change is bought. */
export function versionIn(rows: readonly MediaMixRow[], unitId: string): number {
  const row = rows.find((one) => one.unitId === unitId)
  prove(row !== undefined, `the MediaMix has the row ${unitId}`)
  return row!.version
}

function targetingOf(kind: TargetingKind, { group, companion }: DemoStage, programme: NewProgramme) {
  if (kind === 'RANDOM') return { groups: [], targeting: 'RANDOM 논타겟팅' }
  if (kind === 'GROUP') return { groups: [{ code: group.code, weight: 1 }], targeting: group.name }
  const members = [
    { metaId: programme.metaId, weight: 3 },
    { metaId: companion.metaId, weight: 1 },
  ]
  return {
    groups: [{ name: '신규 편성', weight: 1, members }],
    targeting: `${programme.name} ×3, ${companion.name} ×1`,
  }
}

function showMediaMix(mix: readonly MediaMixRow[], rows: readonly PlannedRow[]): void {
  const right = 'right' as const
  showTable(
    [
      { title: 'Product 상품' },
      { title: 'Flight 기간' },
      { title: 'Amount 구매금액', align: right },
      { title: 'ECPM', align: right },
      { title: 'Impressions 예상노출수', align: right },
      { title: 'Clicks 클릭', align: right },
      { title: 'Views 조회', align: right },
      { title: 'Status 상태' },
    ],
    mix.map((row) => [
      rows.find(({ unitId }) => unitId === row.unitId)?.productName ?? row.productCode,
      `${row.startDate} – ${row.endDate.slice(5)}`,
      won(row.amount),
      counted(row.ecpm),
      counted(row.impressions),
      counted(row.clicks),
      counted(row.views),
      `${row.bookingStatus} ${BOOKING_STATUS_WORDS.ko[row.bookingStatus]}`,
    ]),
  )
  say()
}

async function showAvailability(
  service: DemoService,
  stage: DemoStage,
  rows: readonly PlannedRow[],
): Promise<void> {
  const lines: string[][] = []
  for (const { kind, productCode, targeting, groups, amount } of rows) {
    const body = { productCode, ...stage.flights[kind], groups, amount }
    const answer = await service.call(availability, { body })
    prove(answer.status === 'AVAILABLE', `${productCode} for ${amount} won is available`)
    const most = `${answer.exact ? '' : '≥ '}${won(answer.maxAmount)}`
    lines.push([
      targeting,
      answer.status,
      most,
      counted(answer.maxImpressions),
      String(answer.warnings.length),
    ])
  }
  showTable(
    [
      { title: 'Targeting 타겟팅' },
      { title: 'Availability 가용' },
      { title: 'Fits at most 최대 금액', align: 'right' },
      { title: 'Impressions 노출', align: 'right' },
      { title: 'Left out 제외', align: 'right' },
    ],
    lines,
  )
  showProof('All three rows fit as they are planned.')
}
