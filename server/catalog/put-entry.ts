import type { EntityTarget, FindOptionsWhere } from 'typeorm'
import { isFormulaError, isShortened } from '../../shared/keys'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { putVersioned } from '../database/versions'

/**
 * Creates or changes an entry of the catalogue. A new one doesn't get an id that a spreadsheet has spoiled.
 *
 * @throws Problem VERSION_CONFLICT, VALIDATION_FAILED
 */
export async function putEntry<Entry extends { version: number }>(
  tx: Transaction,
  entity: EntityTarget<Entry>,
  key: FindOptionsWhere<Entry>,
  values: Omit<Entry, 'version'>,
  expected: number | undefined,
  what: string,
): Promise<Entry> {
  const [[path, id]] = Object.entries(key) as [[string, string]]
  const message = wrongId(id)
  if (message && !(await tx.manager.existsBy(entity, key)))
    throw new Problem('VALIDATION_FAILED', `${path}: ${message}. Nothing was changed.`, {
      errors: [{ path, message }],
    })
  return putVersioned(tx, entity, key, values, expected, what)
}

function wrongId(id: string): string | undefined {
  if (isFormulaError(id)) return "is the error of a spreadsheet's formula; correct the cell"
  if (isShortened(id))
    return 'is a number that a spreadsheet has shortened; format the column as text and enter the whole id again'
  return undefined
}
