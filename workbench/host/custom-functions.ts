import type { ICommandService, Injector, IUnitRange } from '@univerjs/core'
import type { FUniver } from '@univerjs/core/facade'
import {
  FormulaDataModel,
  type IFormulaDataItem,
  SetTriggerFormulaCalculationStartMutation,
} from '@univerjs/engine-formula'
import type { Calculation } from './calculation'
import type { EventChannel } from './event-channel'

/** What this needs of the host. */
interface Grid {
  readonly univerAPI: FUniver
  readonly injector: Injector
  readonly commands: ICommandService
  readonly calculation: Calculation
  readonly events: EventChannel
  readonly workbook: { getId(): string }
}

/** What Excel knows of an add-in's functions: the file that `custom-functions-metadata` makes. */
export interface FunctionsMetadata {
  functions: readonly {
    id: string
    name: string
    parameters: readonly unknown[]
    options?: { stream?: boolean; cancelable?: boolean }
  }[]
}

export interface InvocationResult {
  id: number
  failed?: boolean
  value: unknown
  errorCode?: number
}

type Value = string | number | boolean | null

/** A call of the add-in's function with certain values; cells that call it with the same ones share it. */
interface Invocation {
  id: number
  name: string
  result: Value
  streams: boolean
  cancelable: boolean
  /** The calculation in which a cell last asked for it. */
  asked: number
}

/** The client's numbers for messages about functions. */
const CATEGORY = 1
const MESSAGE = { invocation: 1000, cancellation: 1001 }
const FLAG = { cancelable: 1, stream: 2 }
/** The client's numbers for errors. */
const ERRORS: Readonly<Record<number, string>> = {
  1: '#N/A',
  5: '#DIV/0!',
  6: '#NUM!',
  7: '#VALUE!',
  8: '#NULL!',
  9: '#NAME?',
  10: '#NAME?',
}
/** Until there is a result. */
const BUSY = '#N/A'
/** Results that come one after another are shown together. */
const SHOW_AFTER_MS = 20
const CANCEL_EVERY_MS = 60_000
/** A calculation that has begun has come to every cell by then. */
const CALCULATED_AFTER_MS = 2_000

/**
 * The add-in's functions in formulas. The grid's own asynchronous functions are calculated one after another and lose changes
 * meanwhile, so a cell shows the result that is known, and is calculated again when the add-in has sent another.
 */
export class CustomFunctions {
  readonly #invocations = new Map<string, Invocation>()
  readonly #registered: { dispose(): void }[] = []
  /** What stands before the names of the functions; empty: there are none. */
  namespace = ''
  #lastId = 0
  #calculation = 0
  #ready = false
  #unsent: Invocation[] = []
  #showing: ReturnType<typeof setTimeout> | undefined
  #cleaning: ReturnType<typeof setInterval> | undefined

  constructor(private readonly host: Grid) {}

  /** Makes functions known to formulas, as `=NAMESPACE.NAME(…)`. */
  register(namespace: string, { functions }: FunctionsMetadata): void {
    for (const one of this.#registered.splice(0)) one.dispose()
    this.namespace = namespace.toUpperCase()
    const formula = this.host.univerAPI.getFormula()
    for (const { id, name, parameters, options = {} } of functions) {
      // A parameter that is left out arrives as null.
      const call = (...values: unknown[]) =>
        this.#call(
          id,
          parameters.map((_, i) => plain(values[i])),
          options,
        )
      this.#registered.push(formula.registerFunction(`${this.namespace}.${name.toUpperCase()}`, call))
    }
  }

  /** The add-in has started anew and knows nothing of earlier calls. */
  restarted(): void {
    this.#ready = false
    this.#unsent = []
    this.#invocations.clear()
  }

  /** The add-in has said which code answers its functions. */
  associated(): void {
    if (this.#ready) return
    this.#ready = true
    void this.#calculate()
    this.#send()
  }

  take(results: readonly InvocationResult[]): void {
    const byId = new Map([...this.#invocations.values()].map((one) => [one.id, one]))
    for (const { id, failed, value, errorCode } of results) {
      const invocation = byId.get(id)
      if (invocation) invocation.result = failed ? (ERRORS[errorCode ?? 0] ?? '#VALUE!') : shown(value)
    }
    this.#showing ??= setTimeout(() => this.#show(), SHOW_AFTER_MS)
  }

  #call(
    name: string,
    values: readonly Value[],
    { stream = false, cancelable = false }: { stream?: boolean; cancelable?: boolean },
  ): Value {
    const key = JSON.stringify([name, values])
    let invocation = this.#invocations.get(key)
    if (!invocation) {
      this.#lastId += 1
      invocation = { id: this.#lastId, name, result: BUSY, streams: stream, cancelable, asked: 0 }
      this.#invocations.set(key, invocation)
      this.#unsent.push(invocation)
      queueMicrotask(() => this.#send())
      this.#cleaning ??= setInterval(() => void this.cancelUnused(), CANCEL_EVERY_MS)
    }
    invocation.asked = this.#calculation
    return invocation.result
  }

  #send(): void {
    if (!this.#ready) return
    const keys = new Map([...this.#invocations].map(([key, { id }]) => [id, key]))
    this.host.events.post(
      this.#unsent.splice(0).flatMap(({ id, name, streams, cancelable }) => {
        const key = keys.get(id)
        if (key === undefined) return []
        const [, values] = JSON.parse(key) as [string, Value[]]
        const flags = (streams ? FLAG.stream | FLAG.cancelable : 0) | (cancelable ? FLAG.cancelable : 0)
        return message(MESSAGE.invocation, [id, name, values, null, flags])
      }),
    )
  }

  #show(): void {
    this.#showing = undefined
    void this.#calculate()
  }

  /** Calculates the cells that use the functions, and those that depend on them. */
  async #calculate(): Promise<void> {
    // A calculation that is begun while another one runs may end before the other, and its results be lost.
    await this.host.calculation.settled()
    const dirtyRanges = this.#cells()
    if (dirtyRanges.length === 0) return
    this.host.calculation.changed()
    this.host.commands.syncExecuteCommand(
      SetTriggerFormulaCalculationStartMutation.id,
      { dirtyRanges, commands: [] },
      { onlyLocal: true },
    )
  }

  /** What no cell asks for any more is canceled: the add-in stops to look after it. */
  async cancelUnused(): Promise<void> {
    this.#calculation += 1
    await this.#calculate()
    await this.host.calculation.settled()
    await new Promise((resolve) => setTimeout(resolve, CALCULATED_AFTER_MS))
    const all = [...this.#invocations]
    const unused = all.filter(([, { asked }]) => asked < this.#calculation)
    // If no cell has asked although some would, the calculation hasn't come to them yet.
    if (unused.length === all.length && this.#cells().length > 0) return
    for (const [key] of unused) this.#invocations.delete(key)
    this.host.events.post(
      unused.flatMap(([, { id, streams, cancelable }]) =>
        streams || cancelable ? message(MESSAGE.cancellation, { invocationId: id }) : [],
      ),
    )
    if (this.#invocations.size > 0) return
    clearInterval(this.#cleaning)
    this.#cleaning = undefined
  }

  #cells(): IUnitRange[] {
    const unitId = this.host.workbook.getId()
    const sheets = this.host.injector.get(FormulaDataModel).getFormulaData()[unitId] ?? {}
    const cells: IUnitRange[] = []
    for (const [sheetId, rows] of Object.entries(sheets)) {
      const formulas = Object.entries(rows ?? {}).flatMap(([row, columns]) =>
        Object.entries<IFormulaDataItem | null>(columns ?? {}).map(([column, item]) => ({
          row: Number(row),
          column: Number(column),
          item,
        })),
      )
      const uses = (text: string | undefined) => text?.toUpperCase().includes(`${this.namespace}.`) ?? false
      // A formula that was filled down stands only in the first cell; the others refer to it.
      const shared = new Set(formulas.flatMap(({ item }) => (item?.si && uses(item.f) ? [item.si] : [])))
      for (const { row, column, item } of formulas) {
        if (!uses(item?.f) && !(item?.si && shared.has(item.si))) continue
        cells.push({
          unitId,
          sheetId,
          range: { startRow: row, endRow: row, startColumn: column, endColumn: column },
        })
      }
    }
    return cells
  }
}

function message(messageType: number, content: unknown) {
  return { messageCategory: CATEGORY, messageType, targetId: '', message: JSON.stringify(content) }
}

/** What a cell or a formula gives a function: of a range its first cell. */
function plain(value: unknown): Value {
  if (Array.isArray(value)) return plain((value as unknown[])[0])
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** A result that is an error is sent as an object. */
function shown(value: unknown): Value {
  if (typeof value === 'object' && value !== null)
    return (value as { basicValue?: Value }).basicValue ?? '#VALUE!'
  return value as Value
}
