/// <reference types="office-js" />

/** Excel refused or failed: `code` is Excel's own, for the wording and for support. */
export class ExcelFailure extends Error {
  override readonly name = 'ExcelFailure'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

type Batch<T> = (context: Excel.RequestContext) => Promise<T>
type Observer = (context: Excel.RequestContext) => Excel.RequestContext

let last: Promise<unknown> = Promise.resolve()
let observe: Observer = (context) => context

/**
 * The only door to Excel. Batches run one after another, because two that write the same sheet would interleave at
 * their round trips; while a person is typing in a cell Excel refuses to be changed, so they wait for that.
 */
export function runExcel<T>(batch: Batch<T>): Promise<T> {
  const result = last.then(() => run(batch))
  last = result.catch(() => undefined)
  return result
}

/** Sees every batch's context from now on: how the self-check learns which members are used. */
export function observeExcel(observer: Observer | null): void {
  observe = observer ?? ((context) => context)
}

async function run<T>(batch: Batch<T>): Promise<T> {
  try {
    return await Excel.run({ delayForCellEdit: true }, (context) => batch(observe(context)))
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown }
    if (error instanceof ExcelFailure) throw error
    throw new ExcelFailure(
      typeof code === 'string' ? code : 'GeneralException',
      typeof message === 'string' ? message : String(error),
    )
  }
}

/** Writes much at once: no recalculation and no events in between. Events come back even when the writing fails. */
export async function runQuietly<T>(batch: Batch<T>): Promise<T> {
  try {
    return await runExcel(async (context) => {
      context.runtime.enableEvents = false
      const result = await batch(context)
      context.runtime.enableEvents = true
      await context.sync()
      return result
    })
  } catch (error) {
    await runExcel(async (context) => {
      context.runtime.enableEvents = true
      await context.sync()
    }).catch(() => undefined)
    throw error
  }
}
