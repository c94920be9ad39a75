import { apportion } from './apportion'

/** The reserved content into which all RANDOM inventory is pooled; RANDOM products sell only this one. */
export const RANDOM_POOL = 'RANDOM'

/**
 * How far the forecast was off where an actual is known: (Σforecast − Σactual) / Σactual.
 *
 * @param forecastWithActual Σforecast over the rows that have an actual; null when no row has one
 * @returns a ratio (0.1 = forecast 10 % above actual), or null when there is no actual or it sums to 0
 */
export function changeRate(forecastWithActual: number | null, actual: number): number | null {
  return forecastWithActual === null || actual === 0 ? null : (forecastWithActual - actual) / actual
}

/** One part of a content's month: the part's forecast, one number per day of the month. */
export interface PartShape {
  part: string
  daily: readonly number[]
}

/** A part's monthly total with the shape that distributes it over the days. */
export interface PartTotal extends PartShape {
  total: number
}

/**
 * Divides a content's monthly total over its parts by their forecast: parts in order of code, rule
 * `remainder-last`.
 *
 * @param adjustedTotal the correction that replaces Σforecast, or null
 * @throws ApportionError for a positive total on an all-zero shape (confirmation refuses it, so it never
 * occurs here)
 */
export function partTotals(shapes: readonly PartShape[], adjustedTotal: number | null): PartTotal[] {
  const ordered = [...shapes].sort((a, b) => (a.part < b.part ? -1 : 1))
  const weights = ordered.map(({ daily }) => sum(daily))
  const total = adjustedTotal ?? sum(weights)
  const totals = total === 0 ? weights.map(() => 0) : apportion(total, weights, 'remainder-last')
  return ordered.map((shape, i) => ({ ...shape, total: totals[i]! }))
}

/** RANDOM contents: totals and shapes are summed per part before anything is split further. */
export function poolParts(contents: readonly (readonly PartTotal[])[]): PartTotal[] {
  const pool = new Map<string, { total: number; daily: number[] }>()
  for (const { part, total, daily } of contents.flat()) {
    const known = pool.get(part)
    if (!known) pool.set(part, { total, daily: [...daily] })
    else {
      known.total += total
      daily.forEach((impressions, day) => {
        known.daily[day]! += impressions
      })
    }
  }
  return [...pool].map(([part, entry]) => ({ part, ...entry })).sort((a, b) => (a.part < b.part ? -1 : 1))
}

/**
 * A content's month as unit inventory: each part is divided over the platforms it feeds by the content's
 * weights (`remainder-last`), each of these shares over the days by the part's daily forecast
 * (`carry-forward`), then all are summed.
 *
 * @param feeds the platforms a part feeds, in display order
 * @param weightOf the content's weight for a platform, 1 unless set
 * @returns forecast impressions per platform, one number per day of the month
 */
export function unitForecast(
  parts: readonly PartTotal[],
  feeds: (part: string) => readonly string[],
  weightOf: (platform: string) => number,
): Map<string, number[]> {
  const forecast = new Map<string, number[]>()
  for (const { part, total, daily } of parts) {
    const platforms = feeds(part)
    if (platforms.length === 0) continue
    const shares = apportion(total, platforms.map(weightOf), 'remainder-last')
    platforms.forEach((platform, i) => {
      const days = shares[i] === 0 ? daily.map(() => 0) : apportion(shares[i]!, daily, 'carry-forward')
      const known = forecast.get(platform)
      if (!known) forecast.set(platform, days)
      else {
        days.forEach((impressions, day) => {
          known[day]! += impressions
        })
      }
    })
  }
  return forecast
}

/** One sellable row: what a platform has of a content on a day, in impressions. */
export interface UnitInventoryNumbers {
  forecast: number
  capacity: number
  held: number
  sold: number
}

export function remainingOf({ capacity, held, sold }: UnitInventoryNumbers): number {
  return capacity - held - sold
}

/** Impressions promised beyond what is now forecast. */
export function atRiskOf({ forecast, held, sold }: UnitInventoryNumbers): number {
  return Math.max(0, held + sold - forecast)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
