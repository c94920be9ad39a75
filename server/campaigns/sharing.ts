import { In } from 'typeorm'
import type { CampaignRight } from '../../shared/campaign-rights'
import { Problem } from '../../shared/problem'
import { Account } from '../accounts/account.entity'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { recordSecurityEvent } from '../security-log/record-event'
import { type Campaign, CampaignShare, CampaignTeamShare } from './campaign.entities'

/** With whom a campaign is to be shared. */
export interface SharingRequest {
  /** E-mails: an account that is new among them may edit, the others keep their right. */
  sharedWith?: readonly string[] | undefined
  shares?: readonly { email: string; access: CampaignRight }[] | undefined
  /** Teams; they are replaced apart from the accounts. */
  teamShares?: readonly { teamId: string; access: CampaignRight }[] | undefined
}

/** Whom a campaign is shared with, as the security log tells it: an e-mail or a team's name, with the right. */
type Told = Map<string, CampaignRight>

/**
 * Replaces the shares of a campaign; its owner needs none.
 *
 * @returns whether the request says with whom it is to be shared
 * @throws Problem UNKNOWN_REFERENCE for an e-mail without an account, or a team that doesn't exist
 */
export async function share(
  tx: Transaction,
  campaign: Campaign,
  { sharedWith, shares, teamShares }: SharingRequest,
): Promise<boolean> {
  if (!sharedWith && !shares && !teamShares) return false
  const before = await toldOf(tx, campaign.id)
  if (shares)
    await shareWithAccounts(tx, campaign, new Map(shares.map(({ email, access }) => [email, access])))
  else if (sharedWith)
    await shareWithAccounts(tx, campaign, new Map(sharedWith.map((email) => [email, undefined])))
  if (teamShares) await shareWithTeams(tx, campaign.id, teamShares)
  await recordShares(tx, campaign, before, await toldOf(tx, campaign.id))
  return true
}

/** @param asked the right of each e-mail; undefined: the right that it has, or else to edit */
async function shareWithAccounts(
  tx: Transaction,
  { id: campaignId, ownerId }: Campaign,
  asked: ReadonlyMap<string, CampaignRight | undefined>,
): Promise<void> {
  const before = await tx.manager.findBy(CampaignShare, { campaignId })
  const kept = new Map(before.map(({ accountId, access }) => [accountId, access]))
  const accounts = await accountsOf(tx, [...asked.keys()])
  const others = accounts.filter(({ id }) => id !== ownerId)
  await tx.manager.delete(CampaignShare, { campaignId })
  if (others.length === 0) return
  await tx.manager.insert(
    CampaignShare,
    others.map(({ id, email }) => ({
      campaignId,
      accountId: id,
      access: asked.get(email) ?? kept.get(id) ?? 'edit',
    })),
  )
}

async function shareWithTeams(
  tx: Transaction,
  campaignId: string,
  teamShares: readonly { teamId: string; access: CampaignRight }[],
): Promise<void> {
  const asked = new Map(teamShares.map(({ teamId, access }) => [teamId, access]))
  const ids = [...asked.keys()]
  // Locked, so that nobody deletes a team that gets a share now.
  const known =
    ids.length === 0
      ? []
      : await tx.rows<{ id: string }>(
          `SELECT id FROM team WHERE id IN (${placeholders(ids)}) ORDER BY id ${tx.dialect.forUpdate}`,
          ids,
        )
  if (known.length < ids.length) {
    const found = new Set(known.map(({ id }) => id))
    const unknown = ids.filter((id) => !found.has(id))
    throw new Problem(
      'UNKNOWN_REFERENCE',
      `There is no team ${unknown.join(', ')}. Load the teams again: an administrator may have deleted it.`,
      { unknown },
    )
  }
  await tx.manager.delete(CampaignTeamShare, { campaignId })
  if (asked.size === 0) return
  await tx.manager.insert(
    CampaignTeamShare,
    [...asked].map(([teamId, access]) => ({ campaignId, teamId, access })),
  )
}

async function toldOf(tx: Transaction, campaignId: string): Promise<Told> {
  const rows = await tx.rows<{ name: string; access: CampaignRight }>(
    `SELECT a.email AS name, s.access AS access FROM campaign_share s JOIN account a ON a.id = s.account_id
       WHERE s.campaign_id = ?
     UNION ALL SELECT t.name, s.access FROM campaign_team_share s JOIN team t ON t.id = s.team_id
       WHERE s.campaign_id = ? ORDER BY 1`,
    [campaignId, campaignId],
  )
  return new Map(rows.map(({ name, access }) => [name, access]))
}

/** Tells in the security log who may see the campaign from now on, and who not any more. */
async function recordShares(
  tx: Transaction,
  { id, updatedAt }: Campaign,
  before: Told,
  after: Told,
): Promise<void> {
  const isSame =
    before.size === after.size && [...before].every(([name, access]) => after.get(name) === access)
  if (isSame) return
  const removed = [...before.keys()].filter((name) => !after.has(name))
  await recordSecurityEvent(tx, {
    at: updatedAt,
    action: 'CAMPAIGN_SHARED',
    subject: id,
    details: {
      sharedWith: [...after].map(([name, access]) => `${name} (${access})`),
      ...(removed.length > 0 ? { removed } : {}),
    },
  })
}

/** @throws Problem UNKNOWN_REFERENCE for an e-mail without an account */
export async function accountsOf(tx: Transaction, emails: readonly string[]): Promise<Account[]> {
  const accounts = emails.length === 0 ? [] : await tx.manager.findBy(Account, { email: In(emails) })
  if (accounts.length < emails.length) {
    const known = new Set(accounts.map(({ email }) => email))
    const unknown = emails.filter((email) => !known.has(email))
    throw new Problem('UNKNOWN_REFERENCE', `There is no account for ${unknown.join(', ')}.`, { unknown })
  }
  return accounts
}
