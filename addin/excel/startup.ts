/// <reference types="office-js" />

/**
 * Makes this workbook start the add-in when it is opened, because buy cells react only while the page is
 * loaded. Where Excel doesn't support that, they react once the pane is opened.
 */
export async function startWithWorkbook(): Promise<void> {
  await Office.addin?.setStartupBehavior(Office.StartupBehavior.load).catch(() => undefined)
}
