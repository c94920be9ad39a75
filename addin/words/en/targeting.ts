import type { Words } from '../words'
import { count, plural } from './numbers'

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
    weightInvalid: 'Enter a whole number from 1 to 1,000,000.',
  },
}
