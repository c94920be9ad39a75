/// <reference types="office-js" />

/** Ends the listening at once; resolves when Excel has removed the handlers. */
export type Unlisten = () => Promise<void>

/**
 * Removes handlers that were added in one batch. While a person edits a cell Excel removes none, so this waits
 * until the edit ends; meanwhile the handlers are still called.
 */
export async function removeHandlers(
  handlers: readonly OfficeExtension.EventHandlerResult<unknown>[],
): Promise<void> {
  const { context } = handlers[0]!
  await Excel.run({ delayForCellEdit: true, previousObjects: context }, async () => {
    for (const handler of handlers) handler.remove()
    await context.sync()
  })
}
