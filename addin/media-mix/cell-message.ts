import type { KnownAvailability, RowAvailability } from '../desk/state/media-mix'
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
      return knownMessage(availability, amount, words)
  }
}

function knownMessage(
  { refusal, inOrder, alone }: KnownAvailability,
  amount: number,
  words: Words['cells'],
): string {
  const grouped = (value: number) => value.toLocaleString('en-US')
  if (refusal?.code === 'FLIGHT_IN_PAST') return words.begun(grouped(inOrder.maxAmount))
  if (refusal?.code === 'AMOUNT_TOO_SMALL') return words.tooSmall
  if (refusal) return words.unknown
  if (alone.maxImpressions === 0) return words.nothing
  if (amount === 0 || inOrder.status === 'AVAILABLE') return ''
  if (inOrder.maxImpressions === 0) return words.nothingAfterOthers(grouped(alone.maxAmount))
  return alone.maxImpressions > inOrder.maxImpressions
    ? words.overAfterOthers(grouped(inOrder.maxAmount), grouped(alone.maxAmount))
    : words.over(grouped(inOrder.maxAmount))
}
