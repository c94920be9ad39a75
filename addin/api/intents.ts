import type { Keep } from './keep'

/** A write that buys or changes what is booked. */
export interface Intent {
  /** `post /campaigns/…/purchases` */
  call: string
  /** Contains the rows with their versions, so that a changed row makes another intent. */
  body: unknown
}

const PREFIX = 'flightsheet.intent.'
/** The service forgets a key after this time; from then on it would be a new request in any case. */
const KEPT_MS = 48 * 3_600_000

/**
 * One idempotency key per intent. It is kept until the service has answered, even across a lost connection or
 * a reload of the pane, so that a retry can't buy twice.
 */
export class Intents {
  constructor(
    private readonly keep: Keep,
    private readonly newKey: () => string = () => crypto.randomUUID(),
    private readonly now: () => number = Date.now,
  ) {}

  keyFor(intent: Intent): string {
    this.forgetOld()
    const place = placeOf(intent)
    const known = keyOf(this.keep.get(place))
    if (known) return known.key
    const key = this.newKey()
    this.keep.set(place, `${key} ${this.now()}`)
    return key
  }

  /** The service has accepted or refused it: the next press is a new intent. */
  answered(intent: Intent): void {
    this.keep.remove(placeOf(intent))
  }

  private forgetOld(): void {
    for (const place of this.keep.keys(PREFIX)) {
      const kept = keyOf(this.keep.get(place))
      if (kept && kept.since + KEPT_MS <= this.now()) this.keep.remove(place)
      // It was kept by a version that did not note the time.
      else if (kept && Number.isNaN(kept.since)) this.keep.set(place, `${kept.key} ${this.now()}`)
    }
  }
}

function placeOf({ call, body }: Intent): string {
  return `${PREFIX}${call} ${JSON.stringify(body)}`
}

function keyOf(kept: string | null): { key: string; since: number } | undefined {
  if (kept === null) return undefined
  const [key, since] = kept.split(' ')
  return { key: key!, since: since === undefined ? Number.NaN : Number(since) }
}
