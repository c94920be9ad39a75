import { isBusinessDate } from '../../shared/calendar'
import { BOOKING_STATUSES, type BookingStatus } from '../../shared/statuses'

/**
 * The filters of the dashboard. They are stored in the URL, so that a link shows the same to everyone with
 * access.
 */
export interface Filters {
  q: string
  status: BookingStatus | ''
  platform: string
  /** Business dates, or empty. */
  from: string
  to: string
  mine: boolean
}

export const NO_FILTERS: Filters = { q: '', status: '', platform: '', from: '', to: '', mine: false }

/** Reads the filters from the query of a URL; invalid values are dropped. */
export function filtersOf(search: string): Filters {
  const given = new URLSearchParams(search)
  const text = (name: string, max: number) => (given.get(name) ?? '').trim().slice(0, max)
  const day = (name: string) => (isBusinessDate(text(name, 10)) ? text(name, 10) : '')
  const status = text('status', 20)
  const [from, to] = [day('from'), day('to')]
  return {
    q: text('q', 100),
    status: BOOKING_STATUSES.find((known) => known === status) ?? '',
    platform: text('platform', 64),
    from,
    // The service would refuse a period that ends before it starts (a URL edited by hand).
    to: from !== '' && to !== '' && to < from ? '' : to,
    mine: given.get('mine') === 'true',
  }
}

/** The period with another first or last day; the other day is cleared where the period would end before it starts. */
export function periodWith(
  { from, to }: Pick<Filters, 'from' | 'to'>,
  end: 'from' | 'to',
  day: string,
): Pick<Filters, 'from' | 'to'> {
  const period = { from, to, [end]: day }
  const turned = period.from !== '' && period.to !== '' && period.to < period.from
  return turned ? { from: '', to: '', [end]: day } : period
}

/** The query of a URL, `?` included; empty without filters. */
export function searchOf(filters: Filters): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    if (value !== '' && value !== false) search.set(name, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}

/** The filters as query parameters of a call; empty filters are left out. */
export function queryOf<Name extends keyof Filters>(
  filters: Filters,
  ...names: readonly Name[]
): { [Key in Name]?: Key extends 'mine' ? 'true' : Exclude<Filters[Key], ''> } {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = filters[name]
      return value === '' || value === false ? [] : [[name, value === true ? 'true' : value]]
    }),
  ) as never
}

/** Those of the filters that are set. */
export function filtersIn<Name extends keyof Filters>(filters: Filters, ...names: readonly Name[]): Name[] {
  return names.filter((name) => filters[name] !== NO_FILTERS[name])
}
