import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { z } from 'zod'
import * as campaigns from '../../shared/contract/campaigns'
import type { Endpoint } from '../../shared/contract/endpoint'
import type { FailedUnit } from '../../shared/contract/purchases'
import * as contract from '../../shared/contract/purchases'
import * as variants from '../../shared/contract/variants'
import type { Language } from '../../shared/language'
import { Problem } from '../../shared/problem'
import { requireCampaign, requireUnit } from '../campaigns/access'
import { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import type { Clock } from '../clock'
import type { BookingLimits } from '../configuration'
import { type Database, OutcomeUnknown, type Transaction } from '../database/database'
import { failuresIn } from '../http/korean'
import { page } from '../http/paging'
import type { Call, Routes } from '../http/routes'
import { copyCampaign } from '../media-mix/copy-campaign'
import { toRow } from '../media-mix/media-mix'
import { findAlternatives } from '../purchases/alternatives'
import { bookingEventsOf } from '../purchases/booking-events'
import { bookedStateOf, explain } from '../purchases/distribution'
import { distributionText } from '../purchases/distribution-text'
import { answerOnce } from '../purchases/idempotency'
import { ledgerOf } from '../purchases/ledger'
import { amendUnit } from './amend-unit'
import { atRiskSteps } from './at-risk-steps'
import { campaignAvailability, unitAvailability, unitWeights } from './campaign-availability'
import { chooseVariant, discardVariant } from './choose-variant'
import { createVariant } from './create-variant'
import { cancelUnit, stopUnit } from './end-unit'
import type { ExpiredHolds } from './expired-holds'
import { holdUnits, listHolds, releaseUnits } from './hold-units'
import { purchaseUnits } from './purchase-units'
import { declineUnit, stepUnit } from './step-unit'
import type { When } from './unit-steps'
import { unitsToBuy } from './units-to-buy'

/**
 * Routes that move inventory between a campaign and the unit inventory, and the routes that read holds,
 * distribution, ledger and history.
 */
export function bookingRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  log: Logger,
  limits: BookingLimits,
  holds: ExpiredHolds,
): void {
  const { on } = bookings(routes, database, clock, log, limits, holds)
  on(contract.purchase, async (tx, { params, body, caller }, when) =>
    purchaseUnits(tx, caller, params.id, body, limits.approvals, when),
  )
  on(contract.hold, (tx, { params, body, caller }, when) =>
    holdUnits(tx, caller, params.id, body, limits, when),
  )
  on(contract.releaseHold, (tx, { params, body, caller }, when) =>
    releaseUnits(tx, caller, params.id, body?.units, when),
  )
  on(contract.amend, async (tx, { params, body, caller }, when) => {
    const answer = await amendUnit(tx, caller, params.id, body, limits.approvals, when)
    if (body.dryRun) throw new TakenBack({ ...answer, version: body.version })
    return answer
  })
  on(contract.cancel, (tx, { params, body, caller }, when) => cancelUnit(tx, caller, params.id, body, when))
  on(contract.stop, (tx, { params, body, caller }, when) => stopUnit(tx, caller, params.id, body, when))
  on(contract.decline, (tx, { params, body, caller }, when) => declineUnit(tx, caller, params.id, body, when))
  on(contract.pause, (tx, { params, body, caller }, when) =>
    stepUnit(tx, caller, params.id, 'pause', body, when),
  )
  on(contract.resume, (tx, { params, body, caller }, when) =>
    stepUnit(tx, caller, params.id, 'resume', body, when),
  )
  on(contract.reopen, (tx, { params, body, caller }, when) =>
    stepUnit(tx, caller, params.id, 'reopen', body, when),
  )

  on(campaigns.copyCampaign, (tx, { params, body, caller }, when) =>
    copyCampaign(tx, caller, params.id, body, when.at),
  )
  on(variants.createVariant, (tx, { params, body, caller }, when) =>
    createVariant(tx, caller, params.id, body, when),
  )
  on(variants.chooseVariant, (tx, { params, body, caller }, when) =>
    chooseVariant(tx, caller, params.id, params.name, body.revision, when),
  )
  on(variants.discardVariant, (tx, { params, body, caller }, when) =>
    discardVariant(tx, caller, params.id, params.name, body.revision, when),
  )

  routes.on(contract.listHolds, async ({ params, caller }) => {
    await holds.free()
    return database.read(async (tx) => {
      await requireCampaign(tx, caller, params.id)
      return { items: await listHolds(tx, params.id) }
    })
  })
  routes.on(contract.campaignAvailability, async ({ params, caller, language }) => {
    await holds.free()
    return campaignAvailability(database, caller, params.id, clock.today(), language)
  })
  routes.on(contract.unitAvailability, async ({ params, body, caller, language }) => {
    await holds.free()
    return unitAvailability(database, caller, params.id, body, clock.today(), language)
  })
  routes.on(contract.unitWeights, async ({ params, body, caller }) => {
    await holds.free()
    return unitWeights(database, caller, params.id, body?.groups, clock.today())
  })
  routes.on(contract.distribution, async ({ params, query, caller, request, response }) => {
    const { campaign, ...shown } = await database.read(async (tx) => {
      const unit = await requireUnit(tx, caller, params.id)
      const { unitId, version, bookingStatus, kind, amount, impressions } = toRow(unit)
      const { name } = (await tx.manager.findOneBy(Campaign, { id: unit.campaignId }))!
      const booked = await bookedStateOf(tx, unit.id, query.revision)
      if (!booked && query.revision !== undefined)
        throw new Problem('NOT_FOUND', `The row has no revision ${query.revision}.`)
      return {
        campaign: name,
        unitId,
        version,
        bookingStatus,
        revision: booked?.revision ?? null,
        platforms: unit.platforms,
        amount: booked?.amount ?? (kind === 'PAID' ? amount : 0),
        impressions: booked?.impressions ?? impressions,
        ads: booked ? explain(booked) : [],
      }
    })
    const asText = query.format
      ? query.format === 'text'
      : request.accepts(['application/json', 'text/plain']) === 'text/plain'
    if (!asText) return shown
    response.type('text/plain').send(distributionText(campaign, shown, query.language))
  })
  routes.on(contract.getAtRiskSteps, async ({ params, caller }) => {
    await holds.free()
    return database.read((tx) => atRiskSteps(tx, caller, params.id, clock.today()))
  })
  routes.on(contract.ledger, ({ params, query, caller }) =>
    page(query, ['id'], (stretch) =>
      database.read(async (tx) => {
        await requireUnit(tx, caller, params.id)
        return ledgerOf(tx, params.id, stretch)
      }),
    ),
  )
  routes.on(contract.unitHistory, ({ params, query, caller }) =>
    page(query, ['id'], (stretch) =>
      database.read(async (tx) => {
        await requireUnit(tx, caller, params.id)
        return bookingEventsOf(tx, params.id, stretch)
      }),
    ),
  )
}

/** Ends the transaction of a dry run: everything is taken back, and only the answer is left. */
class TakenBack extends Error {
  constructor(readonly answer: unknown) {
    super('a dry run')
  }
}

/** Runs every write that moves inventory: once per idempotency key, before a deadline; it logs refusals. */
function bookings(
  routes: Routes,
  database: Database,
  clock: Clock,
  log: Logger,
  limits: BookingLimits,
  holds: ExpiredHolds,
) {
  function on<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    work: (
      tx: Transaction,
      call: Call<z.output<P>, z.output<Q>, z.output<B>>,
      when: When,
    ) => Promise<unknown>,
  ): void {
    routes.on(endpoint, async (call) => {
      const { caller, body, request } = call
      const { at, today } = clock.moment()
      const deadline = Date.now() + limits.deadlineMs
      const when: When = {
        actor: caller.id,
        at,
        today,
        deadline,
        ip: request.ip?.slice(0, 45) ?? null,
        userAgent: request.get('user-agent')?.slice(0, 300) ?? null,
      }
      try {
        const freed = await holds.free()
        const book = () => answerOnce(database, call, { at, deadline }, (tx) => work(tx, call, when))
        // What is short may be held by a hold that is being released just now.
        const answer = await (freed !== 'going-on'
          ? book()
          : book().catch((error) => onceFreed(error, deadline, book)))
        return answerIn(answer, call.language)
      } catch (error) {
        if (error instanceof TakenBack) return error.answer
        const refusal = error instanceof Problem ? { code: error.code, detail: error.detail } : { err: error }
        log.warn(
          {
            ...refusal,
            method: request.method,
            url: request.originalUrl,
            tried: body,
            by: caller.email,
            ip: when.ip,
          },
          error instanceof OutcomeUnknown ? 'it is not known whether it was booked' : 'nothing was booked',
        )
        throw await withAlternatives(error, body)
      }
    })
  }

  /** What is stored for a request that comes again is in English. */
  function answerIn(answer: unknown, language: Language): unknown {
    const { failed, ...rest } = answer as { failed?: FailedUnit[] }
    return failed ? { ...rest, failed: failuresIn(failed, language) } : answer
  }

  /** Tries once more what was short while expired holds were being released. */
  async function onceFreed<T>(error: unknown, deadline: number, again: () => Promise<T>): Promise<T> {
    if (!(error instanceof Problem) || error.code !== 'INVENTORY_SHORTAGE') throw error
    await Promise.race([
      holds.settled(),
      sleep(Math.max(0, deadline - Date.now()), undefined, { ref: false }),
    ])
    return again()
  }

  /** Adds alternatives to a shortage when the request asked for them. */
  async function withAlternatives(error: unknown, body: unknown): Promise<unknown> {
    const wanted = (body as { alternatives?: boolean } | null)?.alternatives === true
    if (!wanted || !(error instanceof Problem) || error.code !== 'INVENTORY_SHORTAGE') return error
    const alternatives = await database.read(async (tx) => {
      const unit = await tx.manager.findOneBy(CampaignUnit, { id: String(error.data.fitsUnitId) })
      const [toBuy] = unit ? await unitsToBuy(tx, [unit]) : []
      return toBuy && findAlternatives(tx, toBuy, clock.today())
    })
    return new Problem(error.code, error.detail, { ...error.data, alternatives })
  }

  return { on }
}
