import { addMonths, isMonth } from '../../shared/calendar'
import { catalogOf, type SampleCatalog } from './catalog'
import { contentPlans } from './contents'
import { forecastRows, type SampleForecastRow } from './forecast-rows'

export interface SampleOptions {
  /** 0 to 2^32 − 1; each seed gives another sample. */
  seed: number
  /**
   * Scales the number of contents: 1 is the standard sample, 0.05 is small, 30 makes several million rows.
   */
  size: number
  /** YYYY-MM */
  firstMonth: string
  months: number
}

/** A catalogue and the vendor's forecast for it; the same options give the same sample on every machine. */
export interface Sample {
  catalog: SampleCatalog
  /** YYYY-MM, in order. */
  months: string[]
  /** Every call starts at the first row; rows are generated while they are read and not stored. */
  forecastRows(): Iterable<SampleForecastRow>
}

/** @throws RangeError with a message for the user who chose the options */
export function sample(options: Partial<SampleOptions> = {}): Sample {
  const { seed = 1, size = 1, firstMonth = '2026-12', months = 3 } = options
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`The seed must be a whole number from 0 to 4294967295, not ${seed}.`)
  }
  if (!(size > 0 && size <= 100)) {
    throw new RangeError(`The size must be a number above 0 and at most 100, not ${size}.`)
  }
  if (!isMonth(firstMonth)) {
    throw new RangeError(`The first month must be YYYY-MM, from 2000-01 to 2199-12, not "${firstMonth}".`)
  }
  if (!Number.isInteger(months) || months < 1 || months > 24) {
    throw new RangeError(`The number of months must be a whole number from 1 to 24, not ${months}.`)
  }
  const monthNames = Array.from({ length: months }, (_, index) => addMonths(firstMonth, index))
  if (!monthNames.every(isMonth)) {
    throw new RangeError(`${months} months from ${firstMonth} on go beyond the year 2199.`)
  }
  const plans = contentPlans(seed, size)
  return {
    catalog: catalogOf(seed, plans),
    months: monthNames,
    forecastRows: () => forecastRows(seed, plans, monthNames),
  }
}
