import type { Check } from './check'

/** Everything else can be read only where this holds. */
export const FILE_CHECK: Check = {
  name: 'stored-file',
  promise: 'The file of the database is whole.',
  async find({ tx }) {
    if (tx.dialect.wholeSql === undefined) return { count: 0, rows: [] }
    const found = await tx.rows<{ found: string }>(tx.dialect.wholeSql)
    // One row may have many lines.
    const lines = found.flatMap((row) => row.found.split('\n')).filter((line) => !line.startsWith('***'))
    return { count: lines.length, rows: lines }
  },
}
