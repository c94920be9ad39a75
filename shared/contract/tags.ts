/** The groups of calls, in reading order, with what each is for. */
export const TAGS = {
  Accounts: 'Signing in and out, and the accounts of the people who work here',
  Teams: 'Groups of accounts with which campaigns are shared, kept by administrators',
  'Security log': 'Who did what from where, for administrators',
  Catalogue: 'Platforms, content owners, contents, parts, products and targeting groups',
  Inventory: 'Forecast files, the standard inventory of a month, and what of it is left to be sold',
  Jobs: 'Monthly loads and what else runs in the background',
  Campaigns: 'Campaigns with their MediaMix and targeting',
  Proposals: 'The proposal workbook for the client, in the look of the house',
  Purchase: 'Availability, holds, purchases, amendments, and how a bought row is split',
  Approvals: 'Purchases beyond the house’s limits, which wait for an approver',
  Publishing: 'What is asked of ad servers, by signed webhooks',
  Events: 'What happens to campaigns, as it happens',
  Notifications: 'What people are told of in time, in the pane, by mail and by webhook',
  Monitoring: 'Figures over all campaigns: booked, delivered, sold, at risk',
  Delivery: 'What ad servers report, and what a campaign has delivered of its guarantee',
} as const

export type Tag = keyof typeof TAGS
