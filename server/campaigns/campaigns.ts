import { randomUUID } from 'node:crypto'
import { In } from 'typeorm'
import type { CampaignView, TeamShare } from '../../shared/contract/campaigns'
import { groupBy } from '../../shared/group-by'
import { Problem } from '../../shared/problem'
import {
  aggregatePublishStatus,
  type BookingStatus,
  campaignStatus,
  isAmendable,
  type PublishStatus,
} from '../../shared/statuses'
import { Account } from '../accounts/account.entity'
import type { Caller } from '../caller'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { nextVersion } from '../database/versions'
import { type JournalWrite, record } from '../journal/journal'
import {
  archivedOrNot,
  campaignsSeenBy,
  requireCampaign,
  requireRight,
  rightOf,
  sharedRights,
} from './access'
import { Campaign, CampaignShare } from './campaign.entities'
import { searchCampaigns } from './search'
import { type SharingRequest, share } from './sharing'

export interface CampaignFields extends SharingRequest {
  name: string
  advertiser: string
  agency?: string | null | undefined
  startDate: string
  endDate: string
  /** Whole won, without VAT. */
  budget: number
}

export interface CampaignChange extends Partial<CampaignFields> {
  version: number
  archived?: boolean | undefined
}

/** @throws Problem UNKNOWN_REFERENCE for an e-mail without an account, or a team that doesn't exist */
export async function createCampaign(
  tx: Transaction,
  caller: Caller,
  fields: CampaignFields,
  at: string,
): Promise<CampaignView> {
  const campaign: Campaign = {
    id: randomUUID(),
    name: fields.name,
    advertiser: fields.advertiser,
    agency: fields.agency ?? null,
    startDate: fields.startDate,
    endDate: fields.endDate,
    budget: fields.budget,
    revision: 1,
    version: 1,
    publishStatus: null,
    ownerId: caller.id,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
  }
  await tx.manager.insert(Campaign, campaign)
  await share(tx, campaign, fields)
  await record(tx, [{ campaignId: campaign.id, kind: 'campaign.created', data: {} }], at)
  return viewOf(tx, caller, campaign)
}

/**
 * Changes a campaign's own fields. Budget, sharing and the archive need the right to own it.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, VALIDATION_FAILED, UNKNOWN_REFERENCE, STATUS_CONFLICT
 */
export async function changeCampaign(
  tx: Transaction,
  caller: Caller,
  id: string,
  { version, sharedWith, shares, teamShares, archived, ...fields }: CampaignChange,
  at: string,
): Promise<CampaignView> {
  const { access, ...campaign } = await requireCampaign(
    tx,
    caller,
    id,
    archived === false ? 'even-archived' : true,
  )
  const right = { ...campaign, access }
  if (sharedWith ?? shares ?? teamShares) requireRight(right, 'own', 'share it')
  if (fields.budget !== undefined && fields.budget !== campaign.budget)
    requireRight(right, 'own', 'change its budget')
  if (archived !== undefined) requireRight(right, 'own', 'archive it')
  if (archived) await requireEnded(tx, id)
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const changed: Campaign = {
    ...campaign,
    ...given,
    version: nextVersion(campaign.version, version, 'The campaign'),
    revision: campaign.revision + 1,
    updatedAt: at,
    ...(archived === undefined ? {} : { archivedAt: archived ? at : null }),
  }
  if (changed.startDate > changed.endDate) {
    throw new Problem('VALIDATION_FAILED', 'The campaign would end before it begins. Change both dates.', {
      errors: [{ path: 'endDate', message: 'must not be before startDate' }],
    })
  }
  await tx.manager.update(Campaign, { id }, changed)
  const shared = await share(tx, changed, { sharedWith, shares, teamShares })
  await record(
    tx,
    [
      { campaignId: id, kind: 'campaign.changed', data: { revision: changed.revision } },
      ...(shared ? [{ campaignId: id, kind: 'campaign.shared' as const, data: {} }] : []),
    ],
    at,
  )
  return viewOf(tx, caller, changed)
}

/** @throws Problem STATUS_CONFLICT for a campaign with rows that are held or running */
async function requireEnded(tx: Transaction, id: string): Promise<void> {
  const units = await tx.rows<{ id: string; status: BookingStatus }>(
    'SELECT id, booking_status AS status FROM campaign_unit WHERE campaign_id = ? ORDER BY position, id',
    [id],
  )
  const live = units.filter(({ status }) => isAmendable(status))
  if (live.length === 0) return
  throw new Problem(
    'STATUS_CONFLICT',
    `${live.length} rows are held or running, so the campaign is not archived. Release or end them first.`,
    { cause: 'NOT_ENDED', unitIds: live.map((unit) => unit.id) },
  )
}

export interface CampaignQuery {
  /** Searched in names, and in products, contents and targeting groups of the rows. */
  q?: string | undefined
  /** Those in the archive instead of the others. */
  archived: boolean
}

/** The newest first. */
export async function listCampaigns(
  tx: Transaction,
  caller: Caller,
  { q, archived }: CampaignQuery,
  stretch: Stretch,
): Promise<CampaignView[]> {
  const ids = q
    ? await searchCampaigns(tx, caller, q, archived, stretch)
    : await campaignIds(tx, caller, archived, stretch)
  const campaigns = await tx.manager.findBy(Campaign, { id: In(ids.map(({ id }) => id)) })
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]))
  return viewsOf(
    tx,
    caller,
    ids.flatMap(({ id }) => byId.get(id) ?? []),
  )
}

/** A stretch of the ids. */
function campaignIds(
  tx: Transaction,
  caller: Caller,
  archived: boolean,
  stretch: Stretch,
): Promise<{ id: string }[]> {
  const seen = campaignsSeenBy(caller)
  const { condition, values, end } = seek(tx, ['c.created_at', 'c.id'], stretch, 'DESC')
  return tx.rows(
    `SELECT c.id AS id FROM ${seen.sql} WHERE ${archivedOrNot(archived)} AND ${condition} ${end}`,
    [...seen.values, ...values],
  )
}

export async function viewOf(tx: Transaction, caller: Caller, campaign: Campaign): Promise<CampaignView> {
  return (await viewsOf(tx, caller, [campaign]))[0]!
}

/**
 * Updates a campaign after a change of its plan: writes the next revision and aggregates the units' publish
 * statuses.
 *
 * @param happened further journal entries, about its rows
 */
export async function touchCampaign(
  tx: Transaction,
  campaign: Campaign,
  at: string,
  happened: readonly JournalWrite[] = [],
): Promise<Campaign> {
  const counts = await tx.rows<{ status: PublishStatus; count: number }>(
    `SELECT publish_status AS status, COUNT(*) AS count FROM campaign_unit
     WHERE campaign_id = ? AND publish_status IS NOT NULL GROUP BY publish_status`,
    [campaign.id],
  )
  const touched = {
    ...campaign,
    revision: campaign.revision + 1,
    publishStatus: aggregatePublishStatus(
      Object.fromEntries(counts.map(({ status, count }) => [status, count])),
    ),
    updatedAt: at,
  }
  const { revision, publishStatus, updatedAt } = touched
  await tx.run('UPDATE campaign SET revision = ?, publish_status = ?, updated_at = ? WHERE id = ?', [
    revision,
    publishStatus,
    updatedAt,
    campaign.id,
  ])
  const campaignId = campaign.id
  const entries: JournalWrite[] = [...happened, { campaignId, kind: 'campaign.changed', data: { revision } }]
  const before = campaign.publishStatus
  if (publishStatus !== before)
    entries.push({ campaignId, kind: 'campaign.publish-status', data: { before, after: publishStatus } })
  await record(tx, entries, at)
  return touched
}

async function viewsOf(
  tx: Transaction,
  caller: Caller,
  campaigns: readonly Campaign[],
): Promise<CampaignView[]> {
  if (campaigns.length === 0) return []
  const ids = campaigns.map(({ id }) => id)
  const shares = await tx.manager.findBy(CampaignShare, { campaignId: In(ids) })
  const accounts = await tx.manager.find(Account, {
    select: { id: true, email: true },
    where: {
      id: In([...campaigns.map(({ ownerId }) => ownerId), ...shares.map(({ accountId }) => accountId)]),
    },
  })
  const teamShares = await tx.rows<TeamShare & { campaignId: string }>(
    `SELECT s.campaign_id AS campaignId, t.id AS teamId, t.name AS name, s.access AS access
     FROM campaign_team_share s JOIN team t ON t.id = s.team_id
     WHERE s.campaign_id IN (${placeholders(ids)}) ORDER BY t.name`,
    ids,
  )
  const rights = await sharedRights(tx, caller.id, ids)
  const emailOf = new Map(accounts.map(({ id, email }) => [id, email]))
  const counts = await tx.rows<{ id: string; status: BookingStatus; count: number }>(
    `SELECT campaign_id AS id, booking_status AS status, COUNT(*) AS count FROM campaign_unit
     WHERE campaign_id IN (${placeholders(ids)}) GROUP BY campaign_id, booking_status`,
    ids,
  )
  const sharesOf = groupBy(shares, ({ campaignId }) => campaignId)
  const teamsOf = groupBy(teamShares, ({ campaignId }) => campaignId)
  const countsOf = groupBy(counts, ({ id }) => id)
  return campaigns.map(({ ownerId, ...campaign }) => {
    const statuses = countsOf.get(campaign.id) ?? []
    const own = sharesOf.get(campaign.id) ?? []
    const shown = own
      .flatMap(({ accountId, access }) => {
        const email = emailOf.get(accountId)
        return email === undefined ? [] : { email, access }
      })
      .sort((a, b) => (a.email < b.email ? -1 : 1))
    return {
      ...campaign,
      status: campaignStatus(statuses.map(({ status }) => status)),
      bookingStatusCounts: Object.fromEntries(statuses.map(({ status, count }) => [status, Number(count)])),
      owner: emailOf.get(ownerId) ?? ownerId,
      access: rightOf(caller, { id: campaign.id, ownerId }, rights),
      sharedWith: shown.map(({ email }) => email),
      shares: shown,
      teamShares: (teamsOf.get(campaign.id) ?? []).map(({ teamId, name, access }) => ({
        teamId,
        name,
        access,
      })),
    }
  })
}
