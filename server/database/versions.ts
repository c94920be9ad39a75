import { Problem } from '../../shared/problem'

/**
 * The version after a change.
 *
 * @param current the stored version, undefined when the thing is new
 * @param expected the version that the caller read; undefined when it didn't say
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
