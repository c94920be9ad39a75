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

/** Runs a batch with Excel's events switched off. They are switched on again even when the batch fails. */
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
