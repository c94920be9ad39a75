import type { RowChange, RowFields } from '../../../shared/contract/campaigns'
import type { ReadRow } from '../../../shared/sheets/media-mix/read-back'
import { CallFailure } from '../../api/client'

/** Values that the service refused, by row and field: the same value isn't sent again. */
export class RefusedFields {
  private readonly values = new Map<string, unknown>()

  add(unitId: string, field: keyof RowFields, value: unknown): void {
    this.values.set(`${unitId} ${field}`, value)
  }

  has(unitId: string, field: keyof RowFields, row: ReadRow): boolean {
    const key = `${unitId} ${field}`
    return this.values.has(key) && this.values.get(key) === row[field]
  }
}

/**
 * The changes without what the service refuses, which is noted in `refused`. A new row that lacks a value can't be
 * created, so it is left out whole.
 *
 * @returns undefined when the failure isn't about single fields of the changes
 */
export function withoutRefused(
  changes: readonly RowChange[],
  error: unknown,
  refused: RefusedFields,
): RowChange[] | undefined {
  const fields = new Map<number, Set<keyof RowFields>>()
  for (const path of refusedPaths(error)) {
    const [, index, field] = /^changes\.(\d+)\.fields\.(\w+)$/.exec(path) ?? []
    if (!field || !changes[Number(index)]) return undefined
    const of = fields.get(Number(index)) ?? new Set()
    fields.set(Number(index), of.add(field as keyof RowFields))
  }
  if (fields.size === 0) return undefined
  return changes.flatMap((change, index) => {
    const broken = fields.get(index)
    if (!broken) return [change]
    for (const field of together(broken)) {
      const value = change.fields?.[field]
      if (value !== undefined) refused.add(change.unitId, field, value)
    }
    const rest = Object.entries(change.fields ?? {}).filter(
      ([field]) => !together(broken).has(field as keyof RowFields),
    )
    const isNew = change.version === undefined && change.base === undefined
    return isNew || rest.length === 0 ? [] : [{ ...change, fields: Object.fromEntries(rest) }]
  })
}

function refusedPaths(error: unknown): string[] {
  const { errors } = error instanceof CallFailure ? error.data : {}
  return Array.isArray(errors) ? errors.map(({ path }) => String(path)) : []
}

/** Start and end are judged together. */
function together(fields: ReadonlySet<keyof RowFields>): ReadonlySet<keyof RowFields> {
  return fields.has('startDate') || fields.has('endDate')
    ? new Set([...fields, 'startDate', 'endDate'])
    : fields
}
