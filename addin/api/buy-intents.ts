import type { Keep } from './keep'

export interface BuyRequest {
  campaignId: string
  units: readonly { unitId: string; version: number }[]
  mode: 'all' | 'each'
}

const PREFIX = 'flightsheet.intent.'

/**
 * One idempotency key per intent to buy. It is kept until the service has answered, through a lost connection and a
 * reloaded pane, so that asking again can't buy twice. Whoever changes the rows has another intent.
 */
export class BuyIntents {
  constructor(
    private readonly keep: Keep,
    private readonly newKey: () => string = () => crypto.randomUUID(),
  ) {}

  keyFor(request: BuyRequest): string {
    const place = PREFIX + intentOf(request)
    const known = this.keep.get(place)
    if (known !== null) return known
    const key = this.newKey()
    this.keep.set(place, key)
    return key
  }

  /** The service said yes or no: the next press is a new intent. */
  answered(request: BuyRequest): void {
    this.keep.remove(PREFIX + intentOf(request))
  }
}

function intentOf({ campaignId, units, mode }: BuyRequest): string {
  return [campaignId, mode, ...units.map(({ unitId, version }) => `${unitId}@${version}`)].join(' ')
}
