import type { CAMPAIGN_SETTINGS_KO } from '../ko/campaign-settings'
import type { Wording } from '../words'

/** Texts of a campaign's settings, in English. */
export const CAMPAIGN_SETTINGS_EN: Wording<typeof CAMPAIGN_SETTINGS_KO> = {
  title: 'Campaign details',
  fields: 'Details',
  save: 'Save',
  saved: 'Saved.',
  budgetOwners: 'Changing the budget needs the right to own.',
  sharing: 'Sharing',
  sharingLead: 'Who works with this campaign beside you.',
  owner: (email) => `Owner ${email}`,
  sharedWithNobody: 'Shared with nobody yet.',
  sharingOwners: 'Sharing is changed by those who own the campaign.',
  rights: { see: 'See', edit: 'Edit', own: 'Own' },
  rightsHint: 'See: read only · Edit: plan and buy · Own: budget, sharing and archive too',
  rightOf: (email) => `Right of ${email}`,
  unshare: 'Unshare',
  unshareOf: (email) => `Unshare with ${email}`,
  email: 'E-mail',
  right: 'Right',
  share: 'Share',
  emailInvalid: 'Enter an e-mail address.',
  nobody: (email) => `There is no account for ${email}. Check the address, or ask an administrator for one.`,
  shared: (email) => `Shared with ${email}.`,
  unshared: (email) => `No longer shared with ${email}.`,
  teams: 'Teams',
  teamsLead:
    'Rights come and go with a team’s members. Administrators keep the teams. Of several rights, the strongest counts.',
  team: 'Team',
  teamRight: 'Right of the team',
  shareWithTeam: 'Share with the team',
  sharedWithTeam: (name) => `Shared with ${name}.`,
  unsharedWithTeam: (name) => `No longer shared with ${name}.`,
  members: (names) =>
    names.length === 0
      ? 'Nobody is in it'
      : names.length === 1
        ? `1 member: ${names[0]}`
        : `${names.length} members: ${names.join(', ')}`,
  copying: 'Copy the campaign',
  copyLead:
    'Rows and targeting are copied as drafts. Canceled rows are left out, and the copy is not shared.',
  copyName: 'Name of the copy',
  copyOf: (name) => `${name} (copy)`,
  copyStart: 'Start of the copy',
  copyStartHint: 'The flights of all rows move by as many days.',
  copy: 'Copy and open',
  archiving: 'Archive',
  archiveLead: 'An archived campaign leaves the list and changes no more. It can be taken out at any time.',
  archive: 'Archive',
  archiveLive: 'A campaign with rows that are held or running cannot be archived.',
  archiveOwners: 'A campaign is archived by those who own it.',
}
