import type { z } from 'zod'
import * as contract from '../../shared/contract/approvals'
import type { Endpoint } from '../../shared/contract/endpoint'
import { requireCampaign } from '../campaigns/access'
import type { Clock } from '../clock'
import type { ApprovalSettings } from '../configuration'
import type { Database, Transaction } from '../database/database'
import { page } from '../http/paging'
import type { Call, Routes } from '../http/routes'
import type { Doer } from '../purchases/booking-events'
import { answerOnce } from '../purchases/idempotency'
import { decide, requestApproval, withdraw } from './approvals'
import { listApprovals } from './read-approvals'

/** Routes by which planners ask for approvals, and approvers decide. */
export function approvalRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  settings: ApprovalSettings,
  deadlineMs: number,
): void {
  const on = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    work: (
      tx: Transaction,
      call: Call<z.output<P>, z.output<Q>, z.output<B>>,
      when: Doer & { today: string },
    ) => Promise<unknown>,
  ) =>
    routes.on(endpoint, (call) => {
      const { caller, request } = call
      const { at, today } = clock.moment()
      const when = {
        actor: caller.id,
        at,
        today,
        ip: request.ip?.slice(0, 45) ?? null,
        userAgent: request.get('user-agent')?.slice(0, 300) ?? null,
      }
      return answerOnce(database, call, { at, deadline: Date.now() + deadlineMs }, (tx) =>
        work(tx, call, when),
      )
    })

  on(contract.requestApproval, (tx, { params, body, caller }, when) =>
    requestApproval(tx, caller, params.id, body, settings, when),
  )
  on(contract.withdrawApproval, (tx, { params, caller }, when) =>
    withdraw(tx, caller, params.id, params.approvalId, when),
  )
  on(contract.approve, (tx, { params, body, caller }, when) =>
    decide(tx, caller, params.id, { status: 'APPROVED', reason: body?.reason }, settings, when),
  )
  on(contract.declineApproval, (tx, { params, body, caller }, when) =>
    decide(tx, caller, params.id, { status: 'DECLINED', reason: body.reason }, settings, when),
  )
  routes.on(contract.listCampaignApprovals, ({ params, query, caller }) =>
    page(query, ['requestedAt', 'id'], (stretch) =>
      database.read(async (tx) => {
        await requireCampaign(tx, caller, params.id)
        return listApprovals(tx, { campaignId: params.id }, stretch, clock.instant())
      }),
    ),
  )
  routes.on(contract.listApprovals, ({ query }) =>
    page(query, ['requestedAt', 'id'], (stretch) =>
      database.read((tx) => listApprovals(tx, { status: query.status }, stretch, clock.instant())),
    ),
  )
}
