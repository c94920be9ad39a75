import { type LeftOfProduct, productAvailabilities } from '../../shared/contract/purchases'
import { Coalesce } from '../desk/coalesce'
import { type Desk, failureOf } from '../desk/desk'
import { partsOf } from '../desk/every-item'

/** Cells that are calculated together are asked for together. */
const FIRST_AFTER_MS = 30
const EVERY_MS = 500
/** What is left changes when anybody buys: it is asked for again as long as a cell shows it. */
const AGAIN_AFTER_MS = 60_000
/** The service answers so many flights at once. */
const AT_ONCE = 500

export interface ProductFlight {
  productCode: string
  startDate: string
  endDate: string
  platform?: string
}

/** What is left, or why that isn't known, in the words of the service or of the pane. */
export type Left = { kind: 'left'; remaining: number; maxAmount: number } | { kind: 'unknown'; why: string }

interface Watched {
  flight: ProductFlight
  left: Left | undefined
  /** It is to be asked for. */
  due: boolean
  readonly listeners: Set<(left: Left) => void>
}

/** What is left of products in flights: one request for all cells, again every minute and whenever {@link again} is called. */
export class LeftOfProducts {
  private readonly watched = new Map<string, Watched>()
  private readonly asks = new Coalesce(() => this.ask(), EVERY_MS, FIRST_AFTER_MS)
  private timer: ReturnType<typeof setInterval> | undefined

  /** @param why the words for a failed call */
  constructor(
    private readonly desk: Pick<Desk, 'api'>,
    private readonly why: (failure: ReturnType<typeof failureOf>) => string,
  ) {}

  /**
   * @param tell is called at once with what is known, and whenever it changes
   * @returns a function that ends it
   */
  watch(flight: ProductFlight, tell: (left: Left) => void): () => void {
    const key = JSON.stringify([flight.productCode, flight.startDate, flight.endDate, flight.platform])
    const watched = this.watched.get(key) ?? { flight, left: undefined, due: true, listeners: new Set() }
    this.watched.set(key, watched)
    watched.listeners.add(tell)
    if (watched.left) tell(watched.left)
    else this.asks.soon()
    this.timer ??= setInterval(() => this.again(), AGAIN_AFTER_MS)
    return () => {
      watched.listeners.delete(tell)
      if (watched.listeners.size === 0) this.watched.delete(key)
      if (this.watched.size > 0) return
      clearInterval(this.timer)
      this.timer = undefined
    }
  }

  /** Asks for everything that is watched. */
  again(): void {
    for (const watched of this.watched.values()) watched.due = true
    if (this.watched.size > 0) this.asks.soon()
  }

  private async ask(): Promise<void> {
    const due = [...this.watched.values()].filter((one) => one.due)
    for (const part of partsOf(due, AT_ONCE)) {
      for (const one of part) one.due = false
      const found = await this.leftOf(part.map(({ flight }) => flight))
      for (const [i, one] of part.entries()) {
        const left = found[i]!
        if (JSON.stringify(one.left) === JSON.stringify(left)) continue
        one.left = left
        for (const tell of one.listeners) tell(left)
      }
    }
  }

  private async leftOf(flights: ProductFlight[]): Promise<Left[]> {
    try {
      const { answers } = await this.desk.api.call(productAvailabilities, { body: { flights } })
      return answers.map(({ left, problem }: LeftOfProduct) =>
        left ? { kind: 'left', ...left } : { kind: 'unknown', why: problem?.detail ?? '' },
      )
    } catch (error) {
      const why = this.why(failureOf(error))
      return flights.map(() => ({ kind: 'unknown', why }))
    }
  }
}
