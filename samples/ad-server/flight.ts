import { addDays, businessDateOf } from '../../shared/calendar'
import type { PublishMessage } from '../../shared/contract/publishing'
import type { DeliveryReport, StatusReport } from '../../shared/contract/statuses'
import { startOfDay } from '../../shared/seoul-time'
import type { PublishStatus } from '../../shared/statuses'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** The shortest and the longest review. */
const REVIEW_MS = [1 * HOUR_MS, 7 * HOUR_MS] as const
/** Percent of the ads that a reviewer rejects, and that fail once while they are live. */
const REJECTED = 3
const FAILING = 4
const REPAIR_MS = 6 * HOUR_MS
/** Percent of the ads that deliver clearly less than planned. */
const POOR = 10

type Order = PublishMessage['data']

/** Returns the luck of an ad for a question, from 0 to 1; repeated calls return the same number. */
export type Chance = (childAdId: string, question: string) => number

/** The new reports of an ad since the last call. */
export interface News {
  statuses: StatusReport[]
  deliveries: DeliveryReport[]
}

/**
 * Simulates one child ad: reviewed within hours, live from its first day, delivering about the day's plan,
 * completed after its last day. Instants are milliseconds since 1970.
 */
export class AdServerFlight {
  private status: PublishStatus = 'REQUESTED'
  private paused = false
  private reviewAt: number
  private repairAt: number | undefined
  private hasFailed = false
  /** Delivered impressions by day. */
  private readonly delivered = new Map<string, number>()

  constructor(
    private order: Order,
    private now: number,
    private readonly luck: Chance,
  ) {
    this.reviewAt = now + this.reviewTime()
    this.paused = order.bookingStatus === 'Paused'
  }

  get sequence(): number {
    return this.order.sequence
  }

  get state(): PublishStatus {
    return this.status
  }

  /** Applies a request; a later request contains everything of the earlier ones. */
  take(order: Order, at: number): News {
    const news = this.playTo(at)
    const wasRejected = this.status === 'REJECTED'
    this.order = order
    this.paused = order.bookingStatus === 'Paused' || order.action === 'PAUSE'
    if (order.action === 'CANCEL') this.step('CANCELED', news)
    else if (order.action === 'PAUSE' && this.status === 'LIVE') this.step('PAUSED', news)
    else if (order.action === 'RESUME' && this.status === 'PAUSED') this.step('LIVE', news)
    else if (order.action === 'UPDATE' && wasRejected) {
      this.status = 'REQUESTED'
      this.reviewAt = this.now + this.reviewTime()
    }
    return news
  }

  /** Simulates the time up to an instant. */
  playTo(to: number): News {
    const news: News = { statuses: [], deliveries: [] }
    const touched = new Set<string>()
    while (this.now < to) {
      const next = Math.min(to, this.nextMidnight(), this.nextTurn())
      if (this.status === 'LIVE') touched.add(this.deliver(next))
      this.now = next
      this.turn(news)
    }
    news.deliveries = [...touched]
      .filter((date) => this.plannedOn(date) > 0)
      .map((date) => this.reportOf(date))
    return news
  }

  private turn(news: News): void {
    const over = this.now >= startOf(addDays(this.order.endDate, 1))
    if (over && (this.status === 'LIVE' || this.status === 'PAUSED' || this.status === 'FAILED'))
      this.step('COMPLETED', news)
    else if (this.status === 'REQUESTED' && this.now >= this.reviewAt) {
      if (this.chance(`verdict on ${this.order.sequence}`) * 100 < REJECTED)
        this.step('REJECTED', news, '소재가 심의 기준에 맞지 않습니다.')
      else this.step('APPROVED', news)
    } else if (
      this.status === 'APPROVED' &&
      !over &&
      !this.paused &&
      this.now >= startOf(this.order.startDate)
    )
      this.step('LIVE', news)
    else if (this.status === 'LIVE' && !this.hasFailed && this.now >= this.failAt()) {
      this.hasFailed = true
      this.repairAt = this.now + REPAIR_MS
      this.step('FAILED', news, '영상 파일을 재생할 수 없습니다.')
    } else if (this.status === 'FAILED' && this.now >= this.repairAt!)
      this.step(this.paused ? 'PAUSED' : 'LIVE', news)
  }

  /** The next instant at which the status may change. */
  private nextTurn(): number {
    const end = startOf(addDays(this.order.endDate, 1))
    const turns: Partial<Record<PublishStatus, number[]>> = {
      REQUESTED: [this.reviewAt],
      APPROVED: [startOf(this.order.startDate)],
      LIVE: [end, ...(this.hasFailed ? [] : [this.failAt()])],
      PAUSED: [end],
      FAILED: [end, this.repairAt ?? end],
    }
    return Math.min(...(turns[this.status] ?? []).filter((at) => at > this.now), Number.POSITIVE_INFINITY)
  }

  private step(status: PublishStatus, { statuses }: News, message?: string): void {
    this.status = status
    const reportedAt = new Date(this.now).toISOString()
    statuses.push({ childAdId: this.order.childAdId, status, reportedAt, ...(message ? { message } : {}) })
  }

  /** @returns the day of the delivery, which runs from now to an instant of the same day */
  private deliver(until: number): string {
    const date = businessDateOf(new Date(this.now))
    const quality = this.chance('quality') * 100 < POOR ? 0.55 : 0.94 + this.chance('pace') * 0.12
    const today = quality * (0.92 + this.chance(date) * 0.16)
    const part = ((until - this.now) / DAY_MS) * this.plannedOn(date) * today
    this.delivered.set(date, (this.delivered.get(date) ?? 0) + part)
    return date
  }

  private reportOf(date: string): DeliveryReport {
    const impressions = Math.round(this.delivered.get(date) ?? 0)
    return {
      childAdId: this.order.childAdId,
      date,
      impressions,
      clicks: Math.floor(impressions * (0.004 + this.chance(`${date} clicks`) * 0.01)),
      views: Math.floor(impressions * (0.2 + this.chance(`${date} views`) * 0.2)),
    }
  }

  private plannedOn(date: string): number {
    return this.order.plan.days.find((day) => day.date === date)?.impressions ?? 0
  }

  private nextMidnight(): number {
    return startOf(addDays(businessDateOf(new Date(this.now)), 1))
  }

  private reviewTime(): number {
    return REVIEW_MS[0] + this.chance(`review of ${this.order.sequence}`) * (REVIEW_MS[1] - REVIEW_MS[0])
  }

  /** The instant of its failure, in the first days of the flight; infinity for an ad that never fails. */
  private failAt(): number {
    const chance = this.chance('failure') * 100
    return chance >= FAILING
      ? Number.POSITIVE_INFINITY
      : startOf(this.order.startDate) + (0.3 + chance / FAILING) * DAY_MS
  }

  private chance(question: string): number {
    return this.luck(this.order.childAdId, question)
  }
}

function startOf(date: string): number {
  return startOfDay(date).getTime()
}
