import { daysOf, type Month } from '../../shared/calendar'
import type { ContentPart, ContentPlan, PartCode } from './contents'
import { weeklyDemand } from './demand'
import { fraction, hashText, mix, RandomStream } from './random'

/** One row of the vendor's file. A missing text of a content is ''. */
export interface SampleForecastRow {
  part: PartCode
  metaId: string
  date: string
  /** 0 to 23; in SMR_PROGRAM up to 29, where 24 to 29 are the next date's 0 to 5. */
  hour: number
  /** Impressions. */
  forecast: number
  /** Delivered impressions; null if the day is not over. */
  actual: number | null
  name: string
  broadcaster: string
  owner: string
}

/** The order of the vendors' exports: part by part, within a part content by content. */
const PARTS: readonly PartCode[] = [
  'SMR_PROGRAM',
  'SMR_RANDOM',
  'YT_PROGRAM',
  'YT_CHANNEL',
  'YT_KEYWORD',
  'YT_RANDOM',
]

const MS_PER_DAY = 86_400_000
const EMPTY_DAYS = 0.007
const EMPTY_HOURS = 0.002
const SPECIAL_DAYS = 0.02

interface Day {
  date: string
  /** Days since 1970-01-01: the seed of the day's random numbers. */
  epochDay: number
  /** 0 = Sunday. */
  weekday: number
  dayOfMonth: number
  /** Months since year 0. */
  monthIndex: number
  hasActual: boolean
}

/**
 * The forecast of all contents for whole months, one row at a time.
 *
 * A number depends only on seed, content, part, date and hour. Two samples have the same forecast on the days
 * that both contain; only the actuals differ.
 */
export function* forecastRows(
  seed: number,
  plans: readonly ContentPlan[],
  months: readonly Month[],
): Generator<SampleForecastRow> {
  const days = daysIn(months)
  for (const part of PARTS) {
    for (const plan of plans) {
      for (const contentPart of plan.parts) {
        if (contentPart.part === part) yield* rowsOf(seed, plan, contentPart, days)
      }
    }
  }
}

function* rowsOf(
  seed: number,
  plan: ContentPlan,
  { part, monthlyImpressions, window }: ContentPart,
  days: readonly Day[],
): Generator<SampleForecastRow> {
  const { metaId, name, broadcaster = '', owner = '' } = plan.content
  const contentSeed = hashText(seed, metaId)
  const partSeed = hashText(contentSeed, part)
  const demand = weeklyDemand(plan.audience, plan.airing, window)
  // The average error of this content's forecast; without it all change rates of a month would be nearly 0.
  const bias = 0.97 + 0.06 * fraction(mix(partSeed, -1))
  const usesBroadcastDay = part === 'SMR_PROGRAM'
  const forecastNoise = new RandomStream(0)
  const actualNoise = new RandomStream(0)
  let vendorDateBefore = ''

  for (const day of days) {
    const daySeed = mix(partSeed, day.epochDay)
    forecastNoise.restart(daySeed)
    actualNoise.restart(mix(daySeed, 1))
    const level =
      (monthlyImpressions / 30) * levelOn(plan, contentSeed, day) * (0.9 + 0.2 * forecastNoise.next())
    for (let hour = window.from; hour < window.to; hour++) {
      const chance = forecastNoise.next()
      const noise = 0.85 + 0.3 * forecastNoise.next()
      const expected = chance < EMPTY_HOURS ? 0 : level * demand[day.weekday * 24 + hour]! * noise
      const forecast = Math.floor(expected + 0.5)
      let actual: number | null = null
      if (day.hasActual) {
        actual = Math.floor(forecast * (bias + 0.08 * (actualNoise.next() - 0.5)) + 0.5)
      }
      // The first date's hours 0–5 have no broadcast day before them in the file, so they stay 0 to 5.
      const isSpill = usesBroadcastDay && hour < 6 && vendorDateBefore !== ''
      yield {
        part,
        metaId,
        date: isSpill ? vendorDateBefore : day.date,
        hour: isSpill ? hour + 24 : hour,
        forecast,
        actual,
        name,
        broadcaster,
        owner,
      }
    }
    vendorDateBefore = day.date
  }
}

/** A content's demand on a day relative to its average, the same for all its parts. */
function levelOn(plan: ContentPlan, contentSeed: number, day: Day): number {
  const monthSeed = mix(contentSeed, day.monthIndex)
  if (plan.startsLate && day.dayOfMonth <= 2 + Math.floor(4 * fraction(mix(monthSeed, 1)))) return 0
  const drift = 0.9 + 0.2 * fraction(monthSeed)
  // RANDOM inventory is never empty and has no special days.
  if (plan.content.type === 'RANDOM') return drift
  const chance = fraction(mix(mix(contentSeed, 2), day.epochDay))
  if (chance < EMPTY_DAYS) return 0
  return chance > 1 - SPECIAL_DAYS ? drift * 1.8 : drift
}

function daysIn(months: readonly Month[]): Day[] {
  return months.flatMap((month, monthNumber) => {
    const dates = daysOf(month)
    const daysWithActual = monthNumber === 0 ? Math.floor(dates.length / 3) : 0
    return dates.map((date, index) => {
      const epochDay = Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY
      return {
        date,
        epochDay,
        // 1970-01-01 was a Thursday.
        weekday: (epochDay + 4) % 7,
        dayOfMonth: index + 1,
        monthIndex: Number(month.slice(0, 4)) * 12 + Number(month.slice(5)),
        hasActual: index < daysWithActual,
      }
    })
  })
}
