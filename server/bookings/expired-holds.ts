import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Campaign } from '../campaigns/campaign.entities'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import type { Job } from '../jobs/job'
import { SYSTEM, systemDoer } from '../purchases/booking-events'
import { releaseHolds } from '../purchases/hold'
import { lockUnits, takeSteps, type UnitStep } from './unit-steps'

/** There was nothing to release, all of it is released, or the run that releases it goes on. */
export type Freed = 'nothing' | 'released' | 'going-on'

/** A campaign whose holds couldn't be released is left to the job for so long. */
const REMEMBERED_MS = 60_000

/**
 * Releases expired holds before inventory is read, without waiting for the job. Requests share one run, wait for it only
 * briefly, and never wait for a lock: a campaign that somebody else is changing is left out. A campaign whose holds can't
 * be released is logged and left to the job for a minute.
 */
export class ExpiredHolds {
  private running: Promise<void> | undefined
  private readonly failedAt = new Map<string, number>()

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Logger,
    /** Longest wait of a request. */
    private readonly waitMs: number,
  ) {}

  async free(): Promise<Freed> {
    const at = this.clock.instant()
    const campaigns = this.running ? [] : await campaignsWithExpiredHolds(this.database, at)
    if (campaigns.length > 0) this.running ??= this.release(campaigns, at)
    if (!this.running) return 'nothing'
    const waited = new AbortController()
    const patience = sleep(this.waitMs, 'going-on' as const, { signal: waited.signal })
    const freed = await Promise.race([this.running.then(() => 'released' as const), patience])
    waited.abort()
    return freed
  }

  /** Settles when the run that goes on has ended. */
  async settled(): Promise<void> {
    await this.running
  }

  private async release(campaigns: readonly string[], at: string): Promise<void> {
    const now = Date.now()
    for (const campaignId of campaigns) {
      if (now - (this.failedAt.get(campaignId) ?? Number.NEGATIVE_INFINITY) < REMEMBERED_MS) continue
      try {
        await this.database.write((tx) => expireHoldsOf(tx, campaignId, at, 'unless-taken'))
        this.failedAt.delete(campaignId)
      } catch (error) {
        this.failedAt.set(campaignId, now)
        this.log.error({ err: error, campaignId }, 'expired holds of a campaign could not be released')
      }
    }
    this.running = undefined
  }
}

/** Releases expired holds, campaign by campaign. It fails for campaigns where that isn't possible, after all others. */
export function expireHoldsJob(database: Database, clock: Clock): Job {
  return {
    name: 'expire-holds',
    monthly: false,
    retries: 0,
    light: true,
    async run({ signal, write }) {
      const failures: unknown[] = []
      const at = clock.instant()
      let expired = 0
      for (const campaignId of await campaignsWithExpiredHolds(database, at)) {
        signal.throwIfAborted()
        try {
          expired += await write((tx) => expireHoldsOf(tx, campaignId, at, 'wait'))
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
      return { expired }
    },
  }
}

async function campaignsWithExpiredHolds(database: Database, at: string): Promise<string[]> {
  const rows = await database.rows<{ campaignId: string }>(
    'SELECT DISTINCT campaign_id AS campaignId FROM unit_hold WHERE expires_at <= ? ORDER BY campaign_id',
    [at],
  )
  return rows.map(({ campaignId }) => campaignId)
}

/** @returns how many units expired */
export async function expireHoldsOf(
  tx: Transaction,
  campaignId: string,
  at: string,
  lock: 'wait' | 'unless-taken',
): Promise<number> {
  const campaign =
    lock === 'wait'
      ? await tx.findLocked(Campaign, { id: campaignId })
      : await tx.findLockedUnlessTaken(Campaign, { id: campaignId })
  if (!campaign) return 0
  const holds = await tx.rows<{ unitId: string; expiresAt: string }>(
    'SELECT unit_id AS unitId, expires_at AS expiresAt FROM unit_hold WHERE campaign_id = ? AND expires_at <= ?',
    [campaignId, at],
  )
  if (holds.length === 0) return 0
  const units = await lockUnits(
    tx,
    campaignId,
    holds.map(({ unitId }) => unitId),
  )
  await releaseHolds(tx, campaignId, [...units.keys()], { actor: SYSTEM, at })
  await takeSteps(
    tx,
    campaign,
    holds.map(({ unitId, expiresAt }): UnitStep => {
      return { unit: units.get(unitId)!, to: 'Expired', action: 'HOLD_EXPIRED', details: { expiresAt } }
    }),
    systemDoer(at),
  )
  return units.size
}
