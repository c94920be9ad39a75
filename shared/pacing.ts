/**
 * Guaranteed against delivered: how far a booked row is, where it will end at this pace, and whether that is at risk.
 * Whole impressions throughout; products go through BigInt where they pass 2^53.
 */
import { mulDivRound } from './apportion'
import type { BusinessDate } from './calendar'
import { PPM } from './estimates'
import type { BookingStatus, PublishStatus } from './statuses'

/** A projection this little below the guarantee is still on track, in parts per million of the guarantee. */
export const RISK_TOLERANCE_PPM = 50_000

export const RISK_REASONS = ['FAILED', 'REJECTED', 'ENDED_SHORT', 'NO_DELIVERY', 'BEHIND'] as const
export type RiskReason = (typeof RISK_REASONS)[number]

/** A day of a row: what is booked for it, and what was reported of it. Either may be 0. */
export interface DeliveryDayFigures {
  date: BusinessDate
  planned: number
  impressions: number
  clicks: number
  views: number
}

export interface DeliveryFigures {
  /** 보장노출: what is booked. */
  guaranteed: number
  /** 실노출: what was reported, the running day included. */
  delivered: number
  clicks: number
  views: number
  /** Booked for the days that are over, and delivered on them. */
  expectedToDate: number
  deliveredToDate: number
  /** Delivered at the end of the flight, at this pace. */
  projected: number
}

export interface DeliveryRates {
  /** 달성률: delivered / guaranteed, in parts per million; null where nothing is guaranteed. */
  achievementPpm: number | null
  /** Delivered / expected of the days that are over, in parts per million; null before the flight. */
  pacingPpm: number | null
  /** What the projection lacks of the guarantee. */
  missing: number
}

/**
 * A row's figures. The running day is no yardstick, since its report is never whole: the pace is that of the days that
 * are over, and it goes on over what is booked for the days from today on. A row whose flight hasn't begun will deliver
 * what is booked. What is reported counts whatever day it is of.
 *
 * @param today in Seoul
 */
export function deliveryFigures(days: readonly DeliveryDayFigures[], today: BusinessDate): DeliveryFigures {
  const sum = (of: 'planned' | 'impressions' | 'clicks' | 'views', from = days) =>
    from.reduce((total, day) => total + day[of], 0)
  const over = days.filter(({ date }) => date < today)
  const guaranteed = sum('planned')
  const delivered = sum('impressions')
  const expectedToDate = sum('planned', over)
  const deliveredToDate = sum('impressions', over)
  const ahead = guaranteed - expectedToDate
  const atThisPace = expectedToDate === 0 ? ahead : share(ahead, deliveredToDate, expectedToDate)
  return {
    guaranteed,
    delivered,
    clicks: sum('clicks'),
    views: sum('views'),
    expectedToDate,
    deliveredToDate,
    // Today may already have brought more than the pace would give for all of the days to come.
    projected: Math.min(Number.MAX_SAFE_INTEGER, Math.max(delivered, deliveredToDate + atThisPace)),
  }
}

/** Adds up rows: rates are computed from the sums, never averaged. */
export function sumOfFigures(all: readonly DeliveryFigures[]): DeliveryFigures {
  const sum = (of: keyof DeliveryFigures) => all.reduce((total, figures) => total + figures[of], 0)
  return {
    guaranteed: sum('guaranteed'),
    delivered: sum('delivered'),
    clicks: sum('clicks'),
    views: sum('views'),
    expectedToDate: sum('expectedToDate'),
    deliveredToDate: sum('deliveredToDate'),
    projected: Math.min(Number.MAX_SAFE_INTEGER, sum('projected')),
  }
}

export function deliveryRates(figures: DeliveryFigures): DeliveryRates {
  const { guaranteed, delivered, expectedToDate, deliveredToDate, projected } = figures
  return {
    achievementPpm: guaranteed === 0 ? null : share(delivered, PPM, guaranteed),
    pacingPpm: expectedToDate === 0 ? null : share(deliveredToDate, PPM, expectedToDate),
    missing: Math.max(0, guaranteed - projected),
  }
}

/**
 * Why a row is at risk of missing what was guaranteed, or null. Ads that do not run come first, since somebody has to do
 * something about them whatever the pace; a row that was ended on purpose misses nothing.
 *
 * @param counts the row's child ads by publish status
 */
export function riskOf(
  figures: DeliveryFigures,
  { bookingStatus, counts }: { bookingStatus: BookingStatus; counts: Partial<Record<PublishStatus, number>> },
): RiskReason | null {
  if (!MAY_MISS.includes(bookingStatus)) return null
  const { guaranteed, delivered, expectedToDate, deliveredToDate, projected } = figures
  const isOver = expectedToDate === guaranteed
  if (isOver) return delivered < guaranteed ? 'ENDED_SHORT' : null
  if (counts.FAILED) return 'FAILED'
  if (counts.REJECTED) return 'REJECTED'
  if (expectedToDate > 0 && deliveredToDate === 0 && delivered === 0) return 'NO_DELIVERY'
  return projected < guaranteed - mulDivRound(guaranteed, RISK_TOLERANCE_PPM, PPM) ? 'BEHIND' : null
}

const MAY_MISS: readonly BookingStatus[] = ['Booked', 'InFlight', 'Paused', 'Finished']

/** R(a·b / c); what was reported may be absurd, and then is as much as can be counted. */
function share(a: number, b: number, c: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, mulDivRound(a, b, c))
}
