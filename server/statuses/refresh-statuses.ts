import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Job } from '../jobs/job'
import { record } from '../journal/journal'
import {
  publishedEntry,
  refreshCampaignPublishStatuses,
  refreshPublishStatuses,
} from '../publish-statuses/publish-statuses'
import { lockCampaigns } from './known-child-ads'

/** Units that one transaction checks. */
const UNITS_A_CHUNK = 500

/**
 * Recomputes the aggregated status of every bought unit and its campaign, and corrects those that differ.
 * Reports keep them correct, so there is nothing to do unless something else changed the tables.
 */
export function publishStatusRefresh(database: Database, clock: Clock): Job {
  return {
    name: 'publish-status-refresh',
    monthly: false,
    retries: 1,
    async run({ signal, write, progress, log }) {
      const [all] = await database.rows<{ units: number }>('SELECT COUNT(DISTINCT unit_id) AS units FROM ad')
      const result = { units: 0, mendedUnits: 0, mendedCampaigns: 0 }
      for (let after = ''; ; ) {
        signal.throwIfAborted()
        const units = await database.rows<{ id: string; campaignId: string }>(
          `SELECT DISTINCT u.id AS id, u.campaign_id AS campaignId FROM campaign_unit u JOIN ad ON ad.unit_id = u.id
           WHERE u.id > ? ORDER BY u.id LIMIT ${UNITS_A_CHUNK}`,
          [after],
        )
        const last = units.at(-1)
        if (!last) break
        after = last.id
        const campaignIds = units.map(({ campaignId }) => campaignId)
        const at = clock.instant()
        const mended = await write(async (tx) => {
          await lockCampaigns(tx, campaignIds)
          const published = await refreshPublishStatuses(
            tx,
            units.map(({ id }) => id),
            at,
          )
          const campaigns = await refreshCampaignPublishStatuses(tx, campaignIds)
          await record(
            tx,
            [
              ...published.map(publishedEntry),
              ...campaigns.map(({ campaignId, ...data }) => ({
                campaignId,
                kind: 'campaign.publish-status' as const,
                data,
              })),
            ],
            at,
          )
          return { units: published, campaigns }
        })
        for (const { unitId } of mended.units) await log(`the row ${unitId} had another status`, 'warning')
        result.units += units.length
        result.mendedUnits += mended.units.length
        result.mendedCampaigns += mended.campaigns.length
        await progress(result.units, Number(all!.units))
      }
      return result
    },
  }
}
