import type { Keep } from './keep'

export interface BuyRequest {
  campaignId: string
  units: readonly { unitId: string; version: number }[]
  mode: 'all' | 'each'
}

/** A write that moves inventory, other than a purchase. */
export interface BookingRequest {
  /** `post /campaigns/…/holds` */
  call: string
  body: unknown
}

const PREFIX = 'flightsheet.intent.'

/**
 * One idempotency key per intent to buy or to change what is booked. It is kept until the service has answered, through a lost connection and a
 * reloaded pane, so that asking again can't buy twice. Whoever changes the rows has another intent.
 */
export class BuyIntents {
  constructor(
    private readonly keep: Keep,
    private readonly newKey: () => string = () => crypto.randomUUID(),
  ) {}

  keyFor(request: BuyRequest | BookingRequest): string {
    const place = PREFIX + intentOf(request)
    const known = this.keep.get(place)
    if (known !== null) return known
    const key = this.newKey()
    this.keep.set(place, key)
    return key
  }

  /** The service said yes or no: the next press is a new intent. */
  answered(request: BuyRequest | BookingRequest): void {
    this.keep.remove(PREFIX + intentOf(request))
  }
}

function intentOf(request: BuyRequest | BookingRequest): string {
  if ('call' in request) return `${request.call} ${JSON.stringify(request.body)}`
  const { campaignId, units, mode } = request
  return [campaignId, mode, ...units.map(({ unitId, version }) => `${unitId}@${version}`)].join(' ')
}
