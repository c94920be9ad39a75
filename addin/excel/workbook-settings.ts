/// <reference types="office-js" />
import { runExcel } from './excel-run'

/** Reads a text that is stored in the workbook; null when there is none. */
export function readSetting(key: string): Promise<string | null> {
  return runExcel(async (context) => {
    const setting = context.workbook.settings.getItemOrNullObject(key)
    setting.load({ value: true })
    await context.sync()
    return setting.isNullObject || typeof setting.value !== 'string' ? null : setting.value
  })
}

export async function writeSetting(key: string, value: string): Promise<void> {
  await runExcel(async (context) => {
    context.workbook.settings.add(key, value)
    await context.sync()
  })
}
