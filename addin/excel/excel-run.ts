/// <reference types="office-js" />

/**
 * Excel refused or failed. `code` is Excel's own error code, for the message and for support; it is
 * `SHEET_PROTECTED` when a person has protected the sheet with a password.
 */
export class ExcelFailure extends Error {
  override readonly name = 'ExcelFailure'
  constructor(
    readonly code: string,
    message: string,
    /** The member that failed, as `WorksheetProtection.unprotect`, if Excel tells. */
    readonly where = '',
  ) {
    super(message)
  }
}

type Batch<T> = (context: Excel.RequestContext) => Promise<T>
type Observer = (context: Excel.RequestContext) => Excel.RequestContext

/**
 * Something that is asked of Excel, or told to it, in one round trip: it queues its calls, and returns a function that
 * takes the answer when the round trip is over.
 */
export type Ask<T> = (context: Excel.RequestContext) => () => T

/** Several of them in one round trip, in this order. */
export function together<const Asks extends readonly Ask<unknown>[]>(...asks: Asks): Ask<AnswersOf<Asks>> {
  return (context) => {
    const answers = asks.map((ask) => ask(context))
    return () => answers.map((answer) => answer()) as AnswersOf<Asks>
  }
}

type AnswersOf<Asks extends readonly Ask<unknown>[]> = {
  [Place in keyof Asks]: Asks[Place] extends Ask<infer T> ? T : never
}

/** Nothing more is asked. */
export const NOTHING: Ask<undefined> = () => () => undefined

export function askExcel<T>(ask: Ask<T>): Promise<T> {
  return runExcel((context) => answered(context, ask))
}

/** Asks at the end of a batch, in its last round trip. */
async function answered<T>(context: Excel.RequestContext, ask: Ask<T>): Promise<T> {
  const answer = ask(context)
  await context.sync()
  return answer()
}

let last: Promise<unknown> = Promise.resolve()
let observe: Observer = (context) => context

/**
 * All access to Excel goes through this function. Batches run one after another, because two batches that
 * write the same sheet would interleave at their round trips. Excel refuses changes while a person edits a
 * cell, so a batch waits until the edit ends.
 */
export function runExcel<T>(batch: Batch<T>): Promise<T> {
  const result = last.then(() => run(batch))
  last = result.catch(() => undefined)
  return result
}

/**
 * Passes the context of every batch to an observer from now on. The self-check uses it to record which
 * members are used.
 */
export function observeExcel(observer: Observer | null): void {
  observe = observer ?? ((context) => context)
}

async function run<T>(batch: Batch<T>): Promise<T> {
  try {
    return await Excel.run({ delayForCellEdit: true }, (context) => batch(observe(context)))
  } catch (error) {
    const { code, message, debugInfo } = error as Partial<OfficeExtension.Error>
    if (error instanceof ExcelFailure) throw error
    throw new ExcelFailure(
      typeof code === 'string' ? code : 'GeneralException',
      typeof message === 'string' ? message : String(error),
      debugInfo?.errorLocation,
    )
  }
}

/**
 * Runs a batch with Excel's events switched off. They are switched on again even when the batch fails.
 *
 * @param batch returns what it asks in its last round trip, when events are on again: of what a person does meanwhile
 * either the answer or an event tells
 */
export async function runQuietly<T>(batch: Batch<Ask<T>>): Promise<T> {
  try {
    return await runExcel(async (context) => {
      context.runtime.enableEvents = false
      const ask = await batch(context)
      context.runtime.enableEvents = true
      return answered(context, ask)
    })
  } catch (error) {
    await runExcel(async (context) => {
      context.runtime.enableEvents = true
      await context.sync()
    }).catch(() => undefined)
    throw error
  }
}
