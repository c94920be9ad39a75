import type { EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm'
import { Problem } from '../../shared/problem'
import { LostRace, type Transaction } from './database'

/**
 * Returns the version after a change.
 *
 * @param current the stored version; undefined when the thing is new
 * @param expected the version that the caller read; undefined when the caller gave none
 * @throws Problem VERSION_CONFLICT when the two differ
 */
export function nextVersion(current: number | undefined, expected: number | undefined, what: string): number {
  if (expected !== undefined && expected !== current) {
    throw new Problem(
      'VERSION_CONFLICT',
      current === undefined
        ? `${what} does not exist any more. Load the list again.`
        : `${what} is at version ${current}, you changed version ${expected}. Load it again and repeat your change.`,
      { currentVersion: current ?? null },
    )
  }
  return (current ?? 0) + 1
}

/**
 * Creates or changes an entity that has a key and a version. Its row stays locked until the transaction ends,
 * so only one transaction at a time changes the rows that belong to it.
 *
 * @param expected the version that the caller read; undefined when the caller gave none
 * @throws Problem VERSION_CONFLICT
 */
export async function putVersioned<Thing extends ObjectLiteral & { version: number }>(
  tx: Transaction,
  entity: EntityTarget<Thing>,
  key: FindOptionsWhere<Thing>,
  values: Omit<Thing, 'version'>,
  expected: number | undefined,
  what: string,
): Promise<Thing> {
  const known = await tx.findLocked(entity, key)
  const thing = { ...values, version: nextVersion(known?.version, expected, what) } as Thing
  if (known) {
    await tx.manager.update(entity, key, thing)
    return thing
  }
  try {
    await tx.manager.insert(entity, thing)
    return thing
  } catch (error) {
    // Another transaction has just created it: after a retry this is a change.
    throw tx.dialect.isDuplicateKey(error) ? new LostRace() : error
  }
}
