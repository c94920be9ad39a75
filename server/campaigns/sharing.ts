import { In } from 'typeorm'
import type { CampaignRight } from '../../shared/campaign-rights'
import { Problem } from '../../shared/problem'
import { Account } from '../accounts/account.entity'
import type { Transaction } from '../database/database'
import { recordSecurityEvent } from '../security-log/record-event'
import { type Campaign, CampaignShare } from './campaign.entities'

/** With whom a campaign is to be shared. */
export interface SharingRequest {
  /** E-mails: an account that is new among them may edit, the others keep their right. */
  sharedWith?: readonly string[] | undefined
  shares?: readonly { email: string; access: CampaignRight }[] | undefined
}

/**
 * Replaces the shares of a campaign; its owner needs none.
 *
 * @returns whether the request says with whom it is to be shared
 * @throws Problem UNKNOWN_REFERENCE for an e-mail without an account
 */
export async function share(
  tx: Transaction,
  campaign: Campaign,
  { sharedWith, shares }: SharingRequest,
): Promise<boolean> {
  if (!sharedWith && !shares) return false
  const { id: campaignId, ownerId } = campaign
  const before = await tx.manager.findBy(CampaignShare, { campaignId })
  const kept = new Map(before.map(({ accountId, access }) => [accountId, access]))
  const asked = new Map<string, CampaignRight | undefined>(
    shares
      ? shares.map(({ email, access }) => [email, access])
      : sharedWith!.map((email) => [email, undefined]),
  )
  const accounts = await accountsOf(tx, [...asked.keys()])
  await tx.manager.delete(CampaignShare, { campaignId })
  const others = accounts.filter(({ id }) => id !== ownerId)
  if (others.length > 0) {
    await tx.manager.insert(
      CampaignShare,
      others.map(({ id, email }) => ({
        campaignId,
        accountId: id,
        access: asked.get(email) ?? kept.get(id) ?? 'edit',
      })),
    )
  }
  const after = new Map(
    others.map(({ id, email }) => [id, [email, asked.get(email) ?? kept.get(id) ?? 'edit']]),
  )
  await recordShares(tx, campaign, before, after)
  return true
}

/** Tells in the security log who may see the campaign from now on, and who not any more. */
async function recordShares(
  tx: Transaction,
  { id, updatedAt }: Campaign,
  before: readonly CampaignShare[],
  after: ReadonlyMap<string, string[]>,
): Promise<void> {
  const isSame =
    before.length === after.size &&
    before.every(({ accountId, access }) => after.get(accountId)?.[1] === access)
  if (isSame) return
  const gone = before.map(({ accountId }) => accountId).filter((accountId) => !after.has(accountId))
  const removed = gone.length === 0 ? [] : await tx.manager.findBy(Account, { id: In(gone) })
  await recordSecurityEvent(tx, {
    at: updatedAt,
    action: 'CAMPAIGN_SHARED',
    subject: id,
    details: {
      sharedWith: [...after.values()].map(([email, access]) => `${email} (${access})`),
      ...(removed.length > 0 ? { removed: removed.map(({ email }) => email) } : {}),
    },
  })
}

async function accountsOf(tx: Transaction, emails: readonly string[]): Promise<Account[]> {
  const accounts = emails.length === 0 ? [] : await tx.manager.findBy(Account, { email: In(emails) })
  if (accounts.length < emails.length) {
    const known = new Set(accounts.map(({ email }) => email))
    const unknown = emails.filter((email) => !known.has(email))
    throw new Problem('UNKNOWN_REFERENCE', `There is no account for ${unknown.join(', ')}.`, { unknown })
  }
  return accounts
}
