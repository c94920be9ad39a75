import { type Caller, hasRole } from '../caller'
import { accountsSeeing, campaignsSeenBy } from '../campaigns/access'
import type { Database } from '../database/database'

interface Sight {
  users: number
  campaigns: Set<string>
  /** Changes that came while the campaigns were being loaded; they are newer than the loaded state. */
  late: Map<string, boolean> | undefined
  loaded: Promise<void>
}

/**
 * Which campaigns each planner with an open stream may see. They are read once per account, and read again
 * for a campaign after a journal entry that changes who may see it. Operators see all campaigns.
 */
export class Visibility {
  private readonly sights = new Map<string, Sight>()

  constructor(private readonly database: Database) {}

  async enter(caller: Caller): Promise<void> {
    if (hasRole(caller, 'operator')) return
    const known = this.sights.get(caller.id)
    if (known) {
      known.users++
      return known.loaded
    }
    const sight: Sight = { users: 1, campaigns: new Set(), late: new Map(), loaded: Promise.resolve() }
    this.sights.set(caller.id, sight)
    sight.loaded = this.load(caller, sight)
    return sight.loaded
  }

  leave(caller: Caller): void {
    const sight = this.sights.get(caller.id)
    if (sight && --sight.users === 0) this.sights.delete(caller.id)
  }

  sees(caller: Caller, campaignId: string): boolean {
    return hasRole(caller, 'operator') || (this.sights.get(caller.id)?.campaigns.has(campaignId) ?? false)
  }

  /**
   * Reads again who may see these campaigns.
   *
   * @returns for each campaign, the accounts that could see it before and can't any more
   */
  async refresh(campaignIds: readonly string[]): Promise<Map<string, Set<string>>> {
    if (this.sights.size === 0 || campaignIds.length === 0) return new Map()
    const { sql, values } = accountsSeeing(campaignIds)
    const rows = await this.database.rows<{ campaignId: string; accountId: string }>(
      `SELECT w.campaign_id AS campaignId, w.account_id AS accountId FROM (${sql}) w`,
      values,
    )
    const seenBy = new Set(rows.map(({ campaignId, accountId }) => `${campaignId} ${accountId}`))
    const lost = new Map<string, Set<string>>()
    for (const [accountId, sight] of this.sights) {
      for (const campaignId of campaignIds) {
        const sees = seenBy.has(`${campaignId} ${accountId}`)
        sight.late?.set(campaignId, sees)
        if (sees) sight.campaigns.add(campaignId)
        else if (sight.campaigns.delete(campaignId))
          lost.set(campaignId, (lost.get(campaignId) ?? new Set()).add(accountId))
      }
    }
    return lost
  }

  private async load(caller: Caller, sight: Sight): Promise<void> {
    const { sql, values } = campaignsSeenBy(caller)
    const rows = await this.database.rows<{ id: string }>(`SELECT c.id AS id FROM ${sql}`, values)
    for (const { id } of rows) sight.campaigns.add(id)
    for (const [id, sees] of sight.late ?? []) {
      if (sees) sight.campaigns.add(id)
      else sight.campaigns.delete(id)
    }
    sight.late = undefined
  }
}
