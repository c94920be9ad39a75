import type { EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm'
import { Problem } from '../../shared/problem'
import type { Retirement } from '../catalog/catalog.entities'
import { retirements } from '../catalog/retirement'
import type { Transaction } from '../database/database'

/**
 * Locks a duplicate and the one that is kept, in the order of their codes.
 *
 * @returns the duplicate, then the kept one
 * @throws Problem VALIDATION_FAILED, UNKNOWN_REFERENCE, STATUS_CONFLICT for one that was merged or retired
 */
export async function requireMergeable<Thing extends ObjectLiteral>(
  tx: Transaction,
  kind: Retirement['kind'],
  entity: EntityTarget<Thing>,
  key: keyof Thing & string,
  from: string,
  into: string,
): Promise<[Thing, Thing]> {
  if (from === into) {
    const message = 'must be another one'
    throw new Problem('VALIDATION_FAILED', `into: ${message}. Nothing was changed.`, {
      errors: [{ path: 'into', message }],
    })
  }
  const found = new Map<string, Thing>()
  for (const code of [from, into].sort()) {
    const thing = await tx.findLocked(entity, { [key]: code } as FindOptionsWhere<Thing>)
    if (!thing) {
      throw new Problem('UNKNOWN_REFERENCE', `${code} is not in the catalogue. Nothing was changed.`, {
        unknown: [code],
      })
    }
    found.set(code, thing)
  }
  const retired = await retirements(tx, kind, [from, into])
  const earlier = retired.get(from)?.mergedInto
  if (earlier) {
    throw new Problem('STATUS_CONFLICT', `${from} was merged into ${earlier} already. Nothing was changed.`, {
      mergedInto: earlier,
    })
  }
  const gone = retired.get(into)
  if (gone) {
    throw new Problem(
      'STATUS_CONFLICT',
      `${into} is no longer for sale${gone.mergedInto ? `: it was merged into ${gone.mergedInto}, name that one` : '. Put it back first'}. Nothing was changed.`,
      gone.mergedInto ? { mergedInto: gone.mergedInto } : {},
    )
  }
  return [found.get(from)!, found.get(into)!]
}
