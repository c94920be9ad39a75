/** How delivery stands to its plan, where it isn't as planned. */
export type Pace = 'FAR_UNDER' | 'UNDER' | 'OVER' | 'FAR_OVER'

/** @param achievement delivered of planned, 1 is all of it; null when nothing was planned */
export function paceOf(achievement: number | null): Pace | null {
  if (achievement === null) return null
  if (achievement < 0.8) return 'FAR_UNDER'
  if (achievement < 0.95) return 'UNDER'
  if (achievement > 1.2) return 'FAR_OVER'
  return achievement > 1.05 ? 'OVER' : null
}

/** The pace of days or flights that aren't over: they may still reach their plan, but not get below it again. */
export function paceSoFar(achievement: number | null): Pace | null {
  return achievement === null ? null : paceOf(Math.max(1, achievement))
}

export const TONES = { FAR_UNDER: 'danger', UNDER: 'warning', OVER: 'warning', FAR_OVER: 'danger' } as const
