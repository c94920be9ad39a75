import { In } from 'typeorm'
import type { ApprovalView } from '../../shared/contract/approvals'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { Approval } from './approval.entity'
import { StillAsAsked } from './still-as-asked'

/** Newest first: of a campaign, or of all campaigns with a status. */
export async function listApprovals(
  tx: Transaction,
  of: { campaignId: string } | { status: Approval['status'] },
  stretch: Stretch,
  at: string,
): Promise<ApprovalView[]> {
  const { condition, values, end } = seek(tx, ['requested_at', 'id'], stretch, 'DESC')
  const [column, value] = 'campaignId' in of ? ['campaign_id', of.campaignId] : ['status', of.status]
  const ids = await tx.rows<{ id: string }>(
    `SELECT id AS id FROM approval WHERE ${column} = ? AND ${condition} ${end}`,
    [value, ...values],
  )
  const found = await tx.manager.findBy(Approval, { id: In(ids.map(({ id }) => id)) })
  const byId = new Map(found.map((approval) => [approval.id, approval]))
  return viewsOf(
    tx,
    ids.flatMap(({ id }) => byId.get(id) ?? []),
    at,
  )
}

export async function viewOf(tx: Transaction, approval: Approval, at: string): Promise<ApprovalView> {
  return (await viewsOf(tx, [approval], at))[0]!
}

async function viewsOf(tx: Transaction, approvals: readonly Approval[], at: string): Promise<ApprovalView[]> {
  if (approvals.length === 0) return []
  const campaigns = await named(
    tx,
    'campaign',
    'name',
    approvals.map(({ campaignId }) => campaignId),
  )
  const people = await named(
    tx,
    'account',
    'email',
    approvals.flatMap(({ requestedBy, decidedBy }) => [requestedBy, decidedBy ?? requestedBy]),
  )
  const same = await StillAsAsked.of(
    tx,
    approvals.flatMap(({ asked }) => asked.map(({ unitId }) => unitId)),
  )
  return approvals.map(({ asked, requestedBy, decidedBy, ...approval }) => {
    const isLapsed =
      approval.status === 'APPROVED' && approval.validUntil !== null && approval.validUntil <= at
    const waits = approval.status === 'OPEN' || approval.status === 'APPROVED'
    return {
      ...approval,
      campaign: campaigns.get(approval.campaignId) ?? '',
      status: isLapsed ? 'EXPIRED' : approval.status,
      rows: asked,
      changed: waits && !same.isOpen({ ...approval, asked }),
      requestedBy: people.get(requestedBy) ?? requestedBy,
      decidedBy: decidedBy && (people.get(decidedBy) ?? decidedBy),
    }
  })
}

async function named(
  tx: Transaction,
  table: 'campaign' | 'account',
  column: 'name' | 'email',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    `SELECT id AS id, ${column} AS name FROM ${table} WHERE id IN (${placeholders(ids)})`,
    ids,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
