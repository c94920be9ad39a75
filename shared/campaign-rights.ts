/** What an account may do in a campaign; each right includes those before it. */
export const CAMPAIGN_RIGHTS = ['see', 'edit', 'own'] as const
export type CampaignRight = (typeof CAMPAIGN_RIGHTS)[number]

/** The strongest of the rights that somebody has in a campaign: by themselves, and by each of their teams. */
export function strongestRight(rights: readonly CampaignRight[]): CampaignRight | undefined {
  return CAMPAIGN_RIGHTS.findLast((right) => rights.includes(right))
}

/** Whether a right is enough for what another one is needed for. */
export function includesRight(right: CampaignRight, needed: CampaignRight): boolean {
  return CAMPAIGN_RIGHTS.indexOf(right) >= CAMPAIGN_RIGHTS.indexOf(needed)
}
