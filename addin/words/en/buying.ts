import type { Words } from '../words'
import { count, plural, won } from './numbers'

/** Texts of buying, shortages included, in English. */
export const BUYING_EN: Pick<Words, 'buy'> = {
  buy: {
    checkingTitle: 'Checking what will be bought',
    confirmTitle: 'Buy this?',
    confirmLead: 'Inventory is deducted at once, and the rows are locked.',
    total: (rows) => (rows > 1 ? `Total (${plural(rows, 'row')})` : 'Total'),
    eachOrAll: 'Only if all of them can be bought',
    eachOrAllHint: 'Off: what can be bought is bought, and you are told why the rest was not.',
    service: 'Service (₩0)',
    confirm: (amount) => `Buy for ${won(amount)}`,
    buying: 'Buying…',
    buyingHint: 'Closing the pane will not buy twice.',
    shortageTitle: 'Not enough is left, nothing was bought',
    shortageLead: (name) => `${name}: less is left than you asked for. Nothing has changed.`,
    noInventoryLead: (name) =>
      `${name}: nothing is on sale for these days and targeting. Nothing has changed.`,
    fits: 'The most that fits now',
    apply: (amount) => `Set to ${won(amount)} and continue`,
    shortPlaces: (value) => `Short on ${plural(value, 'day and medium', 'days and media')}`,
    worst: (value) => `The ${value} worst`,
    shortBy: (short) => `${count(short)} short`,
    changeTargeting: 'Change targeting',
    resultTitle: (bought) => `${plural(bought, 'row')} bought`,
    resultNone: 'No row was bought',
    heldBackLead: (failed) =>
      `${plural(failed, 'row')} cannot be bought, so the others were not bought either. Nothing has changed.`,
    nothingChanged: 'Nothing has changed. See below why, and try again.',
    heldBack: 'Not bought with them',
    buyRest: (value, amount) => `Buy the other ${value} · ${won(amount)}`,
    resultLead: 'They are marked as booked in the sheet, and locked.',
    partly: (failed) => `${plural(failed, 'row')} could not be bought`,
    leftOut: (value) => `${plural(value, 'content')} left out on media without inventory on these days.`,
    failedTitle: 'Nothing was bought',
    unknownTitle: 'It is not known yet whether it was bought',
    unknownNext: (what) =>
      `${what} If it was bought already you will see the result; if not, it is bought now. It is never bought twice.`,
    askAgain: 'Find out',
    again: 'Check and buy again',
    done: 'Done',
    bought: 'Booked',
  },
}
