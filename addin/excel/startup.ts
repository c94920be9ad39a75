/// <reference types="office-js" />

/**
 * From now on this workbook starts the add-in when it is opened: buy cells answer only while the page lives.
 * Where Excel can't do that the cells answer from when the pane is opened.
 */
export async function startWithWorkbook(): Promise<void> {
  await Office.addin?.setStartupBehavior(Office.StartupBehavior.load).catch(() => undefined)
}
