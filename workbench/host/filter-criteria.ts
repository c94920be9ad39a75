import { invalidArgument } from './errors'

/** `Excel.FilterCriteria` */
export interface FilterCriteria {
  filterOn: string
  criterion1?: string
  criterion2?: string
  operator?: string
  values?: (string | { date: string; specificity: string })[]
  dynamicCriteria?: string
}

type Content = string | number | boolean

export interface FilteredCell {
  content: Content
  /** As the cell shows it. */
  text: string
}

/** Which of a column's cells a filter lets through. */
export function passing(cells: readonly FilteredCell[], criteria: FilterCriteria): boolean[] {
  switch (criteria.filterOn) {
    case 'Values': {
      const wanted = new Set(
        (criteria.values ?? []).map((value) => String(typeof value === 'string' ? value : value.date)),
      )
      return cells.map(({ text, content }) => wanted.has(text) || wanted.has(String(content)))
    }
    case 'Custom':
      return cells.map(({ content }) => custom(content, criteria))
    case 'TopItems':
    case 'TopPercent':
    case 'BottomItems':
    case 'BottomPercent':
      return ranked(cells, criteria)
    case 'Dynamic':
      return dynamic(cells, String(criteria.dynamicCriteria))
    default:
      throw invalidArgument(`filterOn ${criteria.filterOn}`)
  }
}

function custom(content: Content, { criterion1 = '', criterion2, operator }: FilterCriteria): boolean {
  const first = meets(content, criterion1)
  if (criterion2 === undefined || criterion2 === '') return first
  return operator === 'Or' ? first || meets(content, criterion2) : first && meets(content, criterion2)
}

const COMPARISON = /^(<=|>=|<>|<|>|=)?(.*)$/s

/** A criterion such as `>50`, `<>` or `=J*`. */
export function meets(content: Content, criterion: string): boolean {
  const [, comparison = '=', wanted = ''] = COMPARISON.exec(criterion)!
  const number = Number(wanted)
  if (wanted !== '' && !Number.isNaN(number) && comparison !== '=' && comparison !== '<>') {
    if (typeof content !== 'number') return false
    if (comparison === '<') return content < number
    if (comparison === '>') return content > number
    return comparison === '<=' ? content <= number : content >= number
  }
  const equal = pattern(wanted).test(String(content))
  return comparison === '<>' ? !equal : equal
}

/** Excel's wildcards: `*`, `?`, and `~` before either of them. */
export function pattern(text: string, { part = false, matchCase = false } = {}): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/(~?)([*?])/g, (_, escaped: string, sign: string) => {
      if (escaped) return `\\${sign}`
      return sign === '*' ? '.*' : '.'
    })
  return new RegExp(part ? source : `^${source}$`, matchCase ? 's' : 'is')
}

function ranked(cells: readonly FilteredCell[], { filterOn, criterion1 }: FilterCriteria): boolean[] {
  const numbers = cells.flatMap(({ content }) => (typeof content === 'number' ? [content] : []))
  const asked = Number(criterion1)
  const share = filterOn.endsWith('Percent') ? Math.max(1, Math.floor((numbers.length * asked) / 100)) : asked
  const top = filterOn.startsWith('Top')
  const sorted = [...numbers].sort((a, b) => (top ? b - a : a - b))
  const limit = sorted[Math.min(share, sorted.length) - 1]
  return cells.map(({ content }) => {
    if (typeof content !== 'number' || limit === undefined) return false
    return top ? content >= limit : content <= limit
  })
}

function dynamic(cells: readonly FilteredCell[], criteria: string): boolean[] {
  const numbers = cells.flatMap(({ content }) => (typeof content === 'number' ? [content] : []))
  const average = numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length)
  if (criteria === 'AboveAverage')
    return cells.map(({ content }) => typeof content === 'number' && content > average)
  if (criteria === 'BelowAverage')
    return cells.map(({ content }) => typeof content === 'number' && content < average)
  throw invalidArgument(`dynamic filter ${criteria}`)
}
