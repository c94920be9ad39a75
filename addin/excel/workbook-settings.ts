/// <reference types="office-js" />
import type { Ask } from './excel-run'

/** Reads a text that is stored in the workbook; null when there is none. */
export function askSetting(key: string): Ask<string | null> {
  return (context) => {
    const setting = context.workbook.settings.getItemOrNullObject(key)
    setting.load({ value: true })
    return () => (setting.isNullObject || typeof setting.value !== 'string' ? null : setting.value)
  }
}

export function tellSetting(key: string, value: string): Ask<void> {
  return (context) => {
    context.workbook.settings.add(key, value)
    return () => undefined
  }
}
