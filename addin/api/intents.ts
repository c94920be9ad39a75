import type { Keep } from './keep'

/** A write that buys or changes what is booked. */
export interface Intent {
  /** `post /campaigns/…/purchases` */
  call: string
  /** Contains the rows with their versions, so that a changed row makes another intent. */
  body: unknown
}

const PREFIX = 'flightsheet.intent.'

/**
 * One idempotency key per intent. It is kept until the service has answered, even across a lost connection or
 * a reload of the pane, so that a retry can't buy twice.
 */
export class Intents {
  constructor(
    private readonly keep: Keep,
    private readonly newKey: () => string = () => crypto.randomUUID(),
  ) {}

  keyFor(intent: Intent): string {
    const place = placeOf(intent)
    const known = this.keep.get(place)
    if (known !== null) return known
    const key = this.newKey()
    this.keep.set(place, key)
    return key
  }

  /** The service has accepted or refused it: the next press is a new intent. */
  answered(intent: Intent): void {
    this.keep.remove(placeOf(intent))
  }
}

function placeOf({ call, body }: Intent): string {
  return `${PREFIX}${call} ${JSON.stringify(body)}`
}
