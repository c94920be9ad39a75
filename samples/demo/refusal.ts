import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { getMediaMix, syncMediaMix } from '../../shared/contract/campaigns'
import { availability, purchase, shortage } from '../../shared/contract/purchases'
import { type DemoService, promised, Refusal } from '../session/service'
import { DemoStop, prove } from '../session/stop'
import { clipped, counted, say, showProof, showTable, won } from '../session/terminal'
import type { DemoCatalog } from './catalog'
import type { DemoStage } from './flights'
import type { NewProgramme } from './forecast'
import { unitRows } from './inventory'
import { type Plan, versionIn } from './plan'

const SHOWN_SHORTAGES = 5

const shortages = z.object({
  shortages: z.array(shortage),
  fits: z.object({ amount: z.int(), impressions: z.int() }),
})

/**
 * Tries to buy 1.5 times what fits, shows the reason of the refusal and what would fit, and restores the
 * amount.
 */
export async function askTooMuch(
  service: DemoService,
  { campaign, rows }: Plan,
  catalog: DemoCatalog,
  stage: DemoStage,
  programme: NewProgramme,
): Promise<void> {
  const row = rows[0]!
  const { unitId, productCode, groups } = row
  const params = { id: campaign.id }
  const setAmount = async (amount: number) => {
    const mix = await service.call(getMediaMix, { params })
    const version = versionIn(mix.rows, unitId)
    const change = { op: 'put' as const, unitId, version, fields: { amount } }
    return service.call(syncMediaMix, { params, body: { baseRevision: mix.revision, changes: [change] } })
  }
  const metaIds = [programme.metaId, stage.companion.metaId]
  const before = await unitRows(service, metaIds, stage.month)
  const tooMuch = Math.ceil((row.fits * 1.5) / 100_000) * 100_000
  const asked = await setAmount(tooMuch)
  say(`The planner types ${won(tooMuch)} into the first row and presses 구매:`)
  const refused = await refusalOf(
    service.call(purchase, {
      params,
      body: { units: [{ unitId, version: versionIn(asked.rows, unitId) }] },
      headers: { 'idempotency-key': randomUUID() },
    }),
  )
  const { shortages: short, fits } = promised(shortages, refused.data, 'POST /campaigns/{id}/purchases')
  say(`${refused.status} ${refused.code}: ${counted(short.length)} rows are short 부족, nothing was bought`)
  const nameOf = (metaId: string | null) =>
    metaId === programme.metaId ? programme.name : (catalog.contents.get(metaId ?? '')?.name ?? metaId ?? '–')
  showTable(
    [
      { title: 'Content 콘텐츠' },
      { title: 'Platform 매체' },
      { title: 'Day 일자' },
      { title: 'Asked 요청', align: 'right' },
      { title: 'Left 잔여', align: 'right' },
      { title: 'Short 부족', align: 'right' },
    ],
    short
      .toSorted((a, b) => b.short - a.short)
      .slice(0, SHOWN_SHORTAGES)
      .map(({ metaId, platform, date, asked, remaining, short }) => [
        clipped(nameOf(metaId), 26),
        platform,
        date ?? '–',
        counted(asked),
        counted(remaining),
        counted(short),
      ]),
  )
  if (short.length > SHOWN_SHORTAGES)
    say(`… and ${counted(short.length - SHOWN_SHORTAGES)} more, the worst are above`)
  say(`What would fit 구매 가능: ${won(fits.amount)}, ${counted(fits.impressions)} impressions`)

  prove(
    short.length > 0 && short.every((one) => one.asked - one.remaining === one.short),
    'every shortage says how much is missing',
  )
  const fitting = await service.call(availability, {
    body: { productCode, ...stage.flights.CONTENTS, groups, amount: fits.amount },
  })
  prove(fitting.status === 'AVAILABLE', `${fits.amount} won, which is said to fit, is available`)
  const after = await unitRows(service, metaIds, stage.month)
  prove(isDeepStrictEqual(after, before), 'a refused purchase leaves the inventory as it was')
  const restored = await setAmount(row.amount)
  const status = restored.rows.find((one) => one.unitId === unitId)?.bookingStatus
  prove(status === 'Draft', 'a refused row is still a draft')
  showProof(
    'The refusal changed nothing: inventory as before, the row still Draft 작성중; what would fit does fit.',
  )
  say(`The planner goes back to ${won(row.amount)}.`)
}

async function refusalOf(purchasing: Promise<unknown>): Promise<Refusal> {
  try {
    await purchasing
  } catch (error) {
    if (error instanceof Refusal && error.code === 'INVENTORY_SHORTAGE') return error
    throw error
  }
  throw new DemoStop('Not true, though the service promises it: more than there is was sold.')
}
