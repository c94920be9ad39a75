import type { Words } from '../words'
import { count, plural, won } from './numbers'

/** Texts of choosing contents and groups, in English. */
export const TARGETING_EN: Pick<Words, 'targeting'> = {
  targeting: {
    amend: 'Amend to this targeting',
    together: (rows) => `The ${rows} chosen rows get the same targeting`,
    title: 'Targeting',
    contentsLead: 'Choose the contents for this row, and raise the weight of those that should run more.',
    groupsLead: 'Choose targeting groups and their weights.',
    randomLead: 'Random products run evenly over all contents of their media. There is nothing to choose.',
    chosen: (value) => `${plural(value, 'content')} chosen`,
    chosenGroups: (value) => `${plural(value, 'group')} chosen`,
    chosenNone: 'Nothing chosen yet',
    find: 'Find contents',
    types: { PROGRAM: 'Programs', CHANNEL: 'Channels', KEYWORD: 'Keywords' },
    broadcaster: 'Broadcaster',
    allBroadcasters: 'All broadcasters',
    weight: 'Weight',
    weightOf: (name) => `Weight of ${name}`,
    remove: (name) => `Remove ${name}`,
    add: (name) => `Add ${name}`,
    addAll: (value) => `Add all ${count(value)} shown`,
    nothingFound: 'Nothing found. Try a part of the name, or other filters.',
    onlySome: (value) => `Only ${value} are shown. Narrow them down by name or broadcaster.`,
    members: (value) => plural(value, 'content'),
    save: 'Save and write to sheet',
    remaining: (value) => `${count(value)} left`,
    nothingLeftHere: 'Nothing left on these days',
    noInventoryHere: "Nothing on the product's platforms",
    most: (impressions, amount) =>
      impressions === 0
        ? 'Nothing can be bought with this targeting'
        : `Up to ${count(impressions)} impressions · ${won(amount)}`,
    rowFits: (amount) => `The row's ${won(amount)} fit`,
    rowShort: (amount) => `Too little for the row's ${won(amount)}`,
    vacant: (platform, group) =>
      group === ''
        ? `Nothing chosen has inventory on ${platform}. Choose more contents.`
        : `${group} has nothing on ${platform}. Take that platform from the group, or add a group for it.`,
    weigh: 'Weigh by what is left',
    weighedTo: (before, after) =>
      `The most that can be bought rose from ${count(before)} to ${count(after)} impressions`,
    weighedSame: 'Other weights give no more, so they stay as they are',
    leftOut: (name, reason) => `${name}: ${reason}`,
    reasons: {
      NO_INVENTORY: "nothing on the product's platforms",
      NOTHING_LEFT: 'nothing left on one of the platforms',
      NOT_LOADED: 'the inventory of these days is not open yet',
    },
    paste: {
      open: 'Paste a list',
      label: 'List of contents',
      hint: 'One per line, by name or id. Copied from Excel, also with a column of weights.',
      take: 'Find and add',
      added: (value) => `${plural(value, 'content')} added`,
      unknown: 'Not found',
      ambiguous: 'Several contents have this name (paste their ids)',
      unfit: 'Cannot be targeted',
      nothingHere: "Nothing on the product's platforms",
    },
    options: {
      platformsOf: (name) => `Platforms of ${name}`,
      ownRatios: 'Set the ratios of content owners',
      ratioOf: (name) => `Ratio of ${name}`,
      noRatio: 'At least one owner needs a ratio above 0.',
    },
    weightInvalid: 'Enter a whole number from 1 to 1,000,000.',
  },
}
