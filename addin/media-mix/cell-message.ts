import type { RowAvailability } from '../desk/state/media-mix'
import type { Words } from '../words/words'

/** What the message cell of a row says about what is left; empty: the layout writes the numbers. */
export function availabilityMessage(
  availability: RowAvailability,
  amount: number,
  words: Words['cells'],
): string {
  switch (availability.kind) {
    case 'loading':
      return ''
    case 'no-targeting':
      return words.noTargeting
    case 'failed':
      return availability.failure.code === 'INVENTORY_NOT_LOADED' ? words.notLoaded : words.unknown
    case 'known':
      if (availability.maxImpressions === 0) return words.nothing
      return amount > availability.maxAmount ? words.over(availability.maxAmount.toLocaleString('en-US')) : ''
  }
}
