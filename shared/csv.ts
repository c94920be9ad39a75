import { inertText } from './inert-text'

/** Byte order mark at the start of a CSV file: without it Excel doesn't read the file as UTF-8. */
export const BOM = '\ufeff'

/** A text as a quoted CSV field, which no spreadsheet reads as a formula. */
export function csvField(text: string): string {
  return `"${inertText(text).replaceAll('"', '""')}"`
}
