import type { CampaignView } from '../../shared/contract/campaigns'

/** Whether the user can change nothing in a campaign: it is shared to be seen only, or archived. */
export function isReadOnly({ access, archivedAt }: Pick<CampaignView, 'access' | 'archivedAt'>): boolean {
  return access === 'see' || archivedAt !== null
}
