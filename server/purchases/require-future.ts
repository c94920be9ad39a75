import { Problem } from '../../shared/problem'

/**
 * Refuses a flight that begins before today, unless an operator gives a reason.
 *
 * @throws Problem FLIGHT_IN_PAST
 */
export function requireFuture(
  unit: { unitId: string; startDate: string },
  { today, overrideReason }: { today: string; overrideReason?: string | undefined },
): void {
  if (unit.startDate >= today || overrideReason !== undefined) return
  throw new Problem(
    'FLIGHT_IN_PAST',
    `The flight begins on ${unit.startDate}, before today (${today}). Move its start; an operator may override it with a reason.`,
    { unitId: unit.unitId },
  )
}
