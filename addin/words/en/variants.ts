import type { VARIANTS_KO } from '../ko/variants'
import type { Wording } from '../words'
import { count, plural, won } from './numbers'

/** Texts of the variants of a campaign, in English. */
export const VARIANTS_EN: Wording<typeof VARIANTS_KO> = {
  title: 'Variants',
  lead: 'You edit each variant in the sheet; the total counts one of them. The sheet’s Variant column says to which one a row belongs.',
  none: 'No variants yet',
  noneNext: (rows, first, next) =>
    `What the plan has now (${plural(rows, 'row')}) becomes variant ${first}, and is copied as variant ${next}. You can then edit the copy.`,
  noRows: 'Nothing to copy',
  noRowsNext: 'Variants are made of products that aren’t bought yet.',
  name: (name) => `Variant ${name}`,
  inTotal: 'in the total',
  amount: 'Amount',
  impressions: 'Est. impressions',
  ecpm: 'CPM',
  rows: 'Rows',
  rowsOf: (own, common) => (common === 0 ? count(own) : `${count(own)} + ${count(common)} shared`),
  held: (rows) => `${count(rows)} held`,
  bought: (rows) => `${count(rows)} bought`,
  difference: (value, than) =>
    value === 0 ? `same as ${than}` : `${won(Math.abs(value))} ${value > 0 ? 'more' : 'less'} than ${than}`,
  copy: 'Copy as a new variant',
  copyAs: (next) => `Copy as variant ${next}`,
  choose: 'Choose this one',
  discard: 'Discard it',
  chooseTitle: (name) => `Choose variant ${name}?`,
  discardTitle: (name) => `Discard variant ${name}?`,
  removes: (names, rows) => `Removed from the sheet: ${plural(rows, 'row')} of ${names}.`,
  releases: (rows) => `Released: the hold of ${plural(rows, 'row')} of them.`,
  keeps: (name, rows) => `Kept, in no variant any more: ${plural(rows, 'row')} of variant ${name}.`,
  common: (rows) => `Unchanged: ${plural(rows, 'row')} shared by all variants.`,
  noWayBack: 'This cannot be undone.',
  confirmChoose: (name) => `Choose variant ${name}`,
  confirmDiscard: (name) => `Discard variant ${name}`,
  boughtElsewhere: (name) =>
    `Rows of variant ${name} are bought, so no other one can be chosen, and no further one made.`,
  readOnly: 'You may only look at this campaign. Ask its owner for the right to edit it.',
  made: (variant, source, rows) => `Variant ${variant} is a copy of ${source} (${plural(rows, 'row')})`,
  madeNext: (variant) => `Edit the rows of variant ${variant} in the sheet.`,
  chosen: (variant) => `Variant ${variant} is the plan now`,
  discarded: (variant) => `Variant ${variant} is discarded`,
  removedNext: (removed, released) =>
    released === 0
      ? `${plural(removed, 'row')} removed.`
      : `${plural(removed, 'row')} removed, ${plural(released, 'hold')} released.`,
  compare: 'Download a proposal with the comparison',
}
