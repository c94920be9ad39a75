/** One measured number with its target. */
export interface Result {
  case: string
  metric: string
  value: number
  unit: string
  /** The target as text; null for numbers without a target. */
  target: string | null
  /** Whether the target is met; null without a target. */
  ok: boolean | null
}

/** A target for a number; undefined limits don't apply. */
export interface Target {
  most?: number | undefined
  least?: number | undefined
}

/** Collects the results of a bench. */
export class Results {
  readonly all: Result[] = []

  add(ofCase: string, metric: string, value: number, unit: string, { most, least }: Target = {}): void {
    const target = most !== undefined ? `≤ ${shown(most)}` : least !== undefined ? `≥ ${shown(least)}` : null
    const ok = target === null ? null : value <= (most ?? Infinity) && value >= (least ?? -Infinity)
    this.all.push({ case: ofCase, metric, value: Number(value.toPrecision(4)), unit, target, ok })
  }
}

/** The results as a table for a terminal. */
export function table(results: readonly Result[]): string {
  const rows = results.map(({ value, unit, target, ok, ...row }) => [
    row.case,
    row.metric,
    shown(value),
    unit,
    target ?? '',
    ok === null ? '' : ok ? 'ok' : 'MISSED',
  ])
  const head = ['case', 'metric', 'value', 'unit', 'target', '']
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

function shown(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)))
}
