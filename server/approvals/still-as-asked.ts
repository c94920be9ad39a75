import type { AskedRow } from '../../shared/contract/approvals'
import { type BookingStatus, isRunning, nextBookingStatuses } from '../../shared/statuses'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import type { Approval } from './approval.entity'

interface Standing {
  status: BookingStatus
  amount: number
  /** The version since which the row has its contents. */
  since: number
}

/**
 * Whether rows are still as they were asked. A row gets a new version with every step of its booking too: what counts is
 * the version since which its contents are what they are, so that a hold and its extension change nothing.
 */
export class StillAsAsked {
  private constructor(private readonly standings: ReadonlyMap<string, Standing>) {}

  static async of(tx: Transaction, unitIds: readonly string[]): Promise<StillAsAsked> {
    const rows = await inBatches([...new Set(unitIds)], (some) =>
      tx.rows<{ unitId: string; status: BookingStatus; amount: number; since: number | null }>(
        `SELECT u.id AS unitId, u.booking_status AS status, u.amount AS amount,
                (SELECT MAX(h.version) FROM campaign_unit_change h
                 WHERE h.unit_id = u.id AND h.field NOT IN ('bookingStatus', 'variant', 'position')) AS since
         FROM campaign_unit u WHERE u.id IN (${placeholders(some)})`,
        some,
      ),
    )
    return new StillAsAsked(
      new Map(
        rows.map(({ unitId, status, amount, since }) => [
          unitId,
          { status, amount: Number(amount), since: Number(since ?? 0) },
        ]),
      ),
    )
  }

  /** The contents of the row. */
  isSame({ unitId, version }: AskedRow): boolean {
    const standing = this.standings.get(unitId)
    return standing !== undefined && standing.since <= version
  }

  /** Nothing that was asked has changed, and all of it can still be done. */
  isOpen({ kind, asked }: Pick<Approval, 'kind' | 'asked'>): boolean {
    return asked.every((row) => {
      const standing = this.standings.get(row.unitId)
      if (!standing || !this.isSame(row)) return false
      return kind === 'PURCHASE' ? isBuyable(standing.status) : isRunning(standing.status)
    })
  }
}

/** A draft, or a held row. */
export function isBuyable(status: BookingStatus): boolean {
  return nextBookingStatuses(status).includes('Booked')
}
