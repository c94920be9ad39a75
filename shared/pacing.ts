/**
 * Guaranteed against delivered: how far a booked row is, where it will end at this pace, and whether that is
 * at risk. Whole impressions throughout; products are calculated in BigInt where they exceed 2^53.
 */
import { mulDivRound } from './apportion'
import type { BusinessDate } from './calendar'
import { PPM } from './estimates'
import type { BookingStatus, PublishStatus } from './statuses'

/**
 * A projection up to this far below the guarantee is still on track, in parts per million of the guarantee.
 */
export const RISK_TOLERANCE_PPM = 50_000

export const RISK_REASONS = ['FAILED', 'REJECTED', 'ENDED_SHORT', 'NO_DELIVERY', 'BEHIND'] as const
export type RiskReason = (typeof RISK_REASONS)[number]

/** A day of a row: what is booked and what was reported for it. Either may be 0. */
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
  /** 실노출: what was reported, today included. */
  delivered: number
  clicks: number
  views: number
  /** Booked for the days that are over; `deliveredToDate`: delivered on them. */
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
  /** How far the projection is below the guarantee. */
  missing: number
}

/**
 * A row's figures. Today doesn't count for the pace, because its report is never complete. The pace is that
 * of the days that are over, and is applied to what is booked from today on. A row whose flight hasn't begun
 * is projected to deliver what is booked. Reports count, whatever day they are for.
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
    // Today may already have delivered more than the pace gives for all days to come.
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
 * Why a row is at risk of missing its guarantee, or null. Ads that do not run come before the pace, because
 * somebody must act on them in any case. A row that was ended on purpose is never at risk.
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

/** R(a·b / c), limited to the largest safe number, because reported numbers may be absurdly large. */
function share(a: number, b: number, c: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, mulDivRound(a, b, c))
}
