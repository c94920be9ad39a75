import { useOperator } from '../context'
import type { BookingAtRisk, RiskStep } from './booking-at-risk'
import type { StepOutcome } from './take-step'

/** Steps for a booking at risk in words: what each is, what exactly it changes, and what it has changed. */
export function useStepTexts() {
  const { words, numbers } = useOperator()
  const said = words.risk
  const { whole, flight } = numbers
  const won = (value: number) => said.won(whole(value))

  const service = (
    { names }: BookingAtRisk,
    {
      productCode,
      startDate,
      endDate,
      amount,
    }: { productCode: string; startDate: string; endDate: string; amount: number },
    impressions: number,
    metaIds: readonly string[],
  ) => ({
    product: [names.product(productCode), ...metaIds.map(names.content)].join(' · '),
    flight: flight(startDate, endDate),
    impressions: whole(impressions),
    amount: won(amount),
  })
  const serviceOf = (at: BookingAtRisk, step: Extract<RiskStep, { kind: 'service' | 'makegood' }>) => {
    if (step.kind === 'makegood') return service(at, step.proposal, step.proposal.impressions, [])
    const { fields, groups, impressions } = step.service
    const metaIds = groups.flatMap(({ members = [] }) => members.map(({ metaId }) => metaId))
    return service(at, fields, impressions, metaIds)
  }

  return {
    /** A step in one sentence. */
    what: (at: BookingAtRisk, step: RiskStep): string => {
      const { row } = at
      switch (step.kind) {
        case 'shift':
          return step.shift.endDate === row.endDate
            ? said.shiftWithin
            : said.shiftTo(flight(row.startDate, step.shift.endDate))
        case 'reduce':
          return said.reduceTo(won(step.reduce.amount), whole(step.reduce.impressions))
        default: {
          const { product, flight: days, impressions } = serviceOf(at, step)
          return said.serviceOf(product, days, impressions)
        }
      }
    },
    /** Everything that changes, line by line. */
    changes: (at: BookingAtRisk, step: RiskStep): string[] => {
      const { row } = at
      switch (step.kind) {
        case 'shift': {
          const { amount, impressions, endDate } = step.shift
          return [
            said.amountStays(won(amount)),
            impressions === row.impressions
              ? said.impressionsStay(whole(impressions))
              : said.impressionsChange(whole(row.impressions), whole(impressions)),
            endDate === row.endDate
              ? said.flightStays(flight(row.startDate, row.endDate))
              : said.flightChanges(flight(row.startDate, row.endDate), flight(row.startDate, endDate)),
            said.shiftMeans,
          ]
        }
        case 'reduce': {
          const { amount, impressions, less } = step.reduce
          return [
            said.amountChange(won(row.amount), won(amount), won(less.amount)),
            said.impressionsLess(whole(row.impressions), whole(impressions), whole(less.impressions)),
            said.flightStays(flight(row.startDate, row.endDate)),
          ]
        }
        default: {
          const { product, flight: days, impressions, amount } = serviceOf(at, step)
          const isPart = step.kind === 'makegood' && !step.proposal.complete
          return [
            said.serviceOf(product, days, impressions),
            said.serviceFree(amount),
            said.bookingStays,
            ...(isPart ? [said.servicePart(whole(at.makegood.missing - at.makegood.added))] : []),
            ...(at.services.length > 0 ? [said.servicesAlready(at.services.length)] : []),
          ]
        }
      }
    },
    /** What is still missing of a booking after a step. */
    left: ({ risk, makegood: { missing, added } }: BookingAtRisk): string => {
      if (risk > 0) return said.riskLeft(whole(risk))
      return missing > 0 ? said.missLeft(whole(missing), whole(added)) : said.noRiskLeft
    },
    outcome: ({ names }: BookingAtRisk, done: StepOutcome): string =>
      done.kind === 'amended'
        ? said.amended(won(done.amount), whole(done.impressions), whole(done.taken), whole(done.released))
        : said.bought(
            names.product(done.productCode),
            flight(done.startDate, done.endDate),
            whole(done.impressions),
          ),
  }
}
