/** The details of an event as one line: `ecpm: 10000 → 11000`, `role: planner → admin`, `reason: …`. */
export function detailsText(details: Readonly<Record<string, unknown>> | null): string {
  if (!details) return ''
  return Object.entries(details)
    .filter(([name]) => name !== 'kind')
    .flatMap(([name, value]) =>
      name === 'changes' && Array.isArray(value) ? value.map(changeText) : `${name}: ${valueText(value)}`,
    )
    .join('; ')
}

function changeText(change: unknown): string {
  const { field, before, after } = change as { field: string; before: unknown; after: unknown }
  return `${field}: ${valueText(before)} → ${valueText(after)}`
}

function valueText(value: unknown): string {
  if (Array.isArray(value) && value.length === 2 && value.every((one) => typeof one !== 'object'))
    return value.map(valueText).join(' → ')
  if (value === null || value === undefined) return '—'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
