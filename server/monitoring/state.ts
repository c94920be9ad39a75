import type { Transaction } from '../database/database'
import { MonitoringState } from './monitoring.entities'

/** The instant of the last refresh and its age; nulls before the first refresh. */
export async function freshness(
  tx: Transaction,
  now: Date,
): Promise<{ asOf: string | null; ageSeconds: number | null }> {
  const asOf = (await tx.manager.findOneBy(MonitoringState, { id: 1 }))?.asOf ?? null
  const ageSeconds = asOf === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(asOf)) / 1000))
  return { asOf, ageSeconds }
}

/** A quotient with six digits; null when the divisor is zero. */
export function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000_000) / 1_000_000
}
