import type { StandardContents, StandardRow } from '../../shared/sheets/standard-inventory/sheet'

/** A row of standard inventory as a test needs it. */
export function standardRowOf(row: Partial<StandardRow> = {}): StandardRow {
  return {
    id: 1,
    month: '2026-12',
    type: 'PROGRAM',
    metaId: 'PG0001',
    forecastTotal: 120_000,
    actualTotal: 100_000,
    changeRate: 0.2,
    adjustedTotal: null,
    previousTotal: 100_000,
    monthOverMonth: 0.2,
    notes: [],
    status: 'OPEN',
    version: 1,
    name: '런닝맨',
    broadcaster: 'SBS',
    ...row,
  }
}

/** The contents of a sheet with these rows, without any input. */
export function standardContents(rows: readonly StandardRow[]): StandardContents {
  return {
    month: '2026-12',
    pulledAt: '26. 12. 1.',
    rows,
    drafts: new Map(),
    notes: new Map(),
    language: 'ko',
  }
}
