import type { MediaMixRow } from '../../shared/contract/campaigns'
import { countedRows } from '../../shared/counted-rows'
import { mediaMixTotals, toPpm } from '../../shared/estimates'
import { isBought, isCounted } from '../../shared/statuses'
import { freeVariant, variantsIn } from '../../shared/variants'

/** A variant as the plan would be with it: its own rows, and those of all variants. */
export interface VariantFigures {
  name: string
  /** The totals count it. */
  counted: boolean
  amount: number
  impressions: number
  /** Whole won; null: no impressions. */
  ecpm: number | null
  /** Its own rows. */
  rows: number
  held: number
  bought: number
}

export interface Overview {
  variants: VariantFigures[]
  /** Rows that every variant has. */
  common: number
  /** Rows that a first variant would be made of. */
  copiable: number
  /** The letter that the rows of a campaign without variants get; undefined: it has variants. */
  first: string | undefined
  /** The letter of the next variant; undefined: there is none left. */
  next: string | undefined
}

/** The variants of a campaign by name, with the totals that the sheet would show. */
export function overviewOf(rows: readonly MediaMixRow[]): Overview {
  const live = rows.filter(({ bookingStatus }) => isCounted(bookingStatus))
  const counted = countedRows(rows)
  const common = live.filter(({ variant }) => variant === null)
  const names = variantsIn(rows)
  const taken = rows.flatMap(({ variant, bookingStatus }) =>
    variant === null || bookingStatus === 'Canceled' ? [] : [variant],
  )
  const first = names.length === 0 ? freeVariant(taken) : undefined
  return {
    variants: names.map((name) => {
      const own = live.filter(({ variant }) => variant === name)
      const { amount, impressions, ecpm } = totalsOf([...common, ...own])
      return {
        name,
        counted: own.some((row) => counted.has(row)),
        amount,
        impressions,
        ecpm,
        rows: own.length,
        held: own.filter(({ bookingStatus }) => bookingStatus === 'Reserved').length,
        bought: own.filter(({ bookingStatus }) => isBought(bookingStatus)).length,
      }
    }),
    common: common.length,
    copiable: common.filter(({ bookingStatus }) => !isBought(bookingStatus)).length,
    first,
    next: freeVariant(first === undefined ? taken : [...taken, first]),
  }
}

function totalsOf(rows: readonly MediaMixRow[]) {
  const paid = rows.filter(({ kind }) => kind === 'PAID')
  return mediaMixTotals(
    paid.map(({ kind, amount, ecpm, ctr, vtr }) => ({
      kind,
      amount,
      ecpm,
      ctrPpm: toPpm(ctr)!,
      vtrPpm: toPpm(vtr)!,
    })),
  )
}
