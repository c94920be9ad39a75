/** Byte order mark at the start of a CSV file: without it Excel doesn't read the file as UTF-8. */
export const BOM = '\ufeff'

/**
 * A text as a quoted CSV field. Text that a spreadsheet would read as a formula gets an apostrophe in front
 * (CWE-1236).
 */
export function csvField(text: string): string {
  const inert = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}
