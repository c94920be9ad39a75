import { type Clock, createClock } from '../../server/clock'

/** A clock that stands still until a test moves it. */
export class MovableClock implements Clock {
  private clock: Clock

  constructor(at: string) {
    this.clock = createClock(at)
  }

  moveTo(at: string): void {
    this.clock = createClock(at)
  }

  /** Moves the clock to noon of a day in Seoul. */
  moveToDay(date: string): void {
    this.moveTo(`${date}T03:00:00.000Z`)
  }

  readonly now = () => this.clock.now()
  readonly instant = () => this.clock.instant()
  readonly today = () => this.clock.today()
  readonly moment = () => this.clock.moment()
}
