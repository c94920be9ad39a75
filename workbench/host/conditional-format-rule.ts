import { invalidArgument } from './errors'

const COMPARISON: Record<string, string> = {
  EqualTo: '=',
  NotEqualTo: '<>',
  GreaterThan: '>',
  GreaterThanOrEqual: '>=',
  LessThan: '<',
  LessThanOrEqual: '<=',
}

/**
 * A rule about the cell's own value, as a formula.
 *
 * @param cell the upper left cell of the range, relative
 */
export function cellValueFormula(
  cell: string,
  rule: { formula1: string; formula2?: string | null; operator: string },
): string {
  const first = `(${withoutEquals(rule.formula1)})`
  if (rule.operator === 'Between' || rule.operator === 'NotBetween') {
    const second = `(${withoutEquals(rule.formula2 ?? rule.formula1)})`
    const between = `AND(${cell}>=MIN(${first},${second}),${cell}<=MAX(${first},${second}))`
    return `=${rule.operator === 'Between' ? between : `NOT(${between})`}`
  }
  const comparison = COMPARISON[rule.operator]
  if (!comparison) throw invalidArgument(`operator ${rule.operator}`)
  return `=${cell}${comparison}${first}`
}

function withoutEquals(formula: unknown): string {
  return String(formula).replace(/^=/, '')
}
