/// <reference types="custom-functions-runtime" />
import { listProducts, type ProductView } from '../../shared/contract/catalog'
import { impressionsFor, isCountable } from '../../shared/estimates'
import type { PlainValue } from '../../shared/sheets/identity'
import { statusText } from '../../shared/sheets/media-mix/columns'
import {
  MAX_SHEET_AMOUNT,
  typedDate,
  typedPlainText,
  typedWhole,
  typedWon,
} from '../../shared/sheets/typed-values'
import { type Desk, failureOf } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import { failureText, readerOf } from '../words/failures'
import { type Left, LeftOfProducts, type ProductFlight } from './left-of-products'
import { FUNCTION_WORDS } from './words'

type Streaming<T> = Pick<CustomFunctions.StreamingInvocation<T>, 'setResult' | 'onCanceled'>

/** What the functions of the sheet answer. A cell that can't be answered shows `#VALUE!` or `#N/A`, with the reason. */
export class FlightFunctions {
  private readonly left: LeftOfProducts
  private products: Promise<ProductView[]> | undefined

  constructor(private readonly desk: Desk) {
    this.left = new LeftOfProducts(desk, (failure) => failureText(failure, readerOf(desk)).title)
    this.askAgainAfterBookings()
  }

  available(
    product: unknown,
    start: unknown,
    end: unknown,
    platform: unknown,
    invocation: Streaming<number>,
  ): void {
    this.showLeft([product, start, end, platform], ({ remaining }) => remaining, invocation)
  }

  maxAmount(product: unknown, start: unknown, end: unknown, invocation: Streaming<number>): void {
    this.showLeft([product, start, end, undefined], ({ maxAmount }) => maxAmount, invocation)
  }

  /** @throws CustomFunctions.Error `#VALUE!` */
  impressions(amount: unknown, ecpm: unknown): number {
    const words = this.words
    const won = typedWon(plain(amount), MAX_SHEET_AMOUNT)
    const price = typedWhole(plain(ecpm), MAX_SHEET_AMOUNT)
    if (won.kind !== 'value') throw invalid(words.notAnAmount)
    if (price.kind !== 'value' || price.value < 1) throw invalid(words.notAnEcpm)
    if (!isCountable(won.value, price.value)) throw invalid(words.tooLarge)
    return impressionsFor(won.value, price.value)
  }

  status(rowKey: unknown, invocation: Streaming<string>): void {
    const { store, language } = this.desk
    const key = typedPlainText(plain(rowKey))
    let shown: string | undefined
    const show = () => {
      const { open } = store.get()
      const row =
        key.kind === 'value' ? open?.rows.find(({ unitId }) => unitId === key.value.toLowerCase()) : undefined
      const text = row && statusText(row, language)
      const why = open ? this.words.noSuchRow : this.words.openCampaign
      if (shown === (text ?? why)) return
      shown = text ?? why
      // Excel takes an error as a result too; the types don't say so.
      invocation.setResult(text ?? (unknown(why) as unknown as string))
    }
    invocation.onCanceled = store.subscribe(show)
    show()
  }

  private get words() {
    return FUNCTION_WORDS[this.desk.language]
  }

  private showLeft(
    asked: [product: unknown, start: unknown, end: unknown, platform: unknown],
    figure: (left: Left & { kind: 'left' }) => number,
    invocation: Streaming<number>,
  ): void {
    let over = false
    let unwatch: (() => void) | undefined
    const show = (result: number | CustomFunctions.Error) => {
      if (!over) invocation.setResult(result)
    }
    let signedIn: boolean | undefined
    const look = async () => {
      const { user, expired } = this.desk.store.get()
      const now = user !== null && !expired
      if (now === signedIn) return
      signedIn = now
      unwatch?.()
      unwatch = undefined
      if (!now) return show(unknown(this.words.signIn))
      try {
        const flight = await this.flightOf(asked)
        if (over || !signedIn) return
        unwatch = this.left.watch(flight, (left) =>
          show(left.kind === 'left' ? figure(left) : unknown(left.why)),
        )
      } catch (error) {
        show(
          error instanceof CustomFunctions.Error
            ? error
            : unknown(failureText(failureOf(error), readerOf(this.desk)).title),
        )
      }
    }
    const unsubscribe = this.desk.store.subscribe(() => void look())
    invocation.onCanceled = () => {
      over = true
      unsubscribe()
      unwatch?.()
    }
    void look()
  }

  /** @throws CustomFunctions.Error `#VALUE!` */
  private async flightOf([product, start, end, platform]: unknown[]): Promise<ProductFlight> {
    const words = this.words
    const named = typedPlainText(plain(product))
    if (named.kind !== 'value') throw invalid(words.noProduct)
    const [startDate, endDate] = [start, end].map((value) => {
      const typed = typedDate(plain(value), this.desk.store.get().open?.view)
      if (typed.kind !== 'value') throw invalid(words.notADate)
      return typed.value
    }) as [string, string]
    if (endDate < startDate) throw invalid(words.endBeforeStart)
    const on = typedPlainText(plain(platform))
    return {
      productCode: await this.codeOf(named.value),
      startDate,
      endDate,
      ...(on.kind === 'value' ? { platform: on.value } : {}),
    }
  }

  /** A product may be given as the sheet shows it, by its name. */
  private async codeOf(named: string): Promise<string> {
    this.products ??= everyItem<ProductView>(this.desk.api, listProducts)
    try {
      const all = await this.products
      const found = all.find(({ code }) => code === named) ?? all.find(({ name }) => name === named)
      return found?.code ?? named
    } catch (error) {
      this.products = undefined
      throw error
    }
  }

  /** What the open campaign books, holds or gives back changes what is left for its own functions at once. */
  private askAgainAfterBookings(): void {
    const { store } = this.desk
    const booked = () =>
      store
        .get()
        .open?.rows.map(({ unitId, bookingStatus, amount }) => `${unitId}${bookingStatus}${amount}`)
        .join()
    let last = booked()
    store.subscribe(() => {
      const now = booked()
      if (now === last) return
      last = now
      this.left.again()
    })
  }
}

function plain(value: unknown): PlainValue {
  return (value ?? null) as PlainValue
}

function invalid(why: string): CustomFunctions.Error {
  return new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, why)
}

function unknown(why: string): CustomFunctions.Error {
  return new CustomFunctions.Error(CustomFunctions.ErrorCode.notAvailable, why)
}
