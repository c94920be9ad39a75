type Said = Readonly<Record<string, string>>

/** Details that are lists of people, and not a value before and after. */
const LISTS = new Set(['sharedWith', 'removed', 'joined', 'left'])

/** What people have named themselves: it may look like a code, and isn't one. */
const GIVEN = new Set(['name', 'email', 'reason'])

/**
 * The details of an event as one line: `ecpm: 10000 → 11000; reason: …`.
 *
 * @param names what the details are called
 * @param values what their codes mean
 */
export function detailsText(
  details: Readonly<Record<string, unknown>> | null,
  names: Said,
  values: Said,
): string {
  const valueText = (value: unknown, said = values): string => {
    if (Array.isArray(value) && value.length === 2 && value.every((one) => typeof one !== 'object'))
      return value.map((one) => valueText(one, said)).join(' → ')
    if (value === null || value === undefined) return '—'
    if (typeof value === 'object') return JSON.stringify(value)
    return said[String(value)] ?? String(value)
  }
  const changeText = (change: unknown): string => {
    const { field, before, after } = change as { field: string; before: unknown; after: unknown }
    return `${names[field] ?? field}: ${valueText(before)} → ${valueText(after)}`
  }
  return Object.entries(details ?? {})
    .filter(([name]) => name !== 'kind')
    .flatMap(([name, value]) =>
      name === 'changes' && Array.isArray(value)
        ? value.map(changeText)
        : `${names[name] ?? name}: ${LISTS.has(name) ? (value as unknown[]).join(', ') || '—' : valueText(value, GIVEN.has(name) ? {} : values)}`,
    )
    .join('; ')
}
