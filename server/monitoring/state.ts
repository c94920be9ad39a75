import type { Transaction } from '../database/database'
import { MonitoringState } from './monitoring.entities'

/** The instant that the rollups are of, and how long ago that is; nulls before they are filled for the first time. */
export async function freshness(
  tx: Transaction,
  now: Date,
): Promise<{ asOf: string | null; ageSeconds: number | null }> {
  const asOf = (await tx.manager.findOneBy(MonitoringState, { id: 1 }))?.asOf ?? null
  const ageSeconds = asOf === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(asOf)) / 1000))
  return { asOf, ageSeconds }
}

/** A quotient with six digits; null where nothing is to be divided by. */
export function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000_000) / 1_000_000
}
