/** Before a file for a spreadsheet: without it Excel doesn't take it for UTF-8. */
export const BOM = '\ufeff'

/** A text as a field: quoted; what a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236). */
export function csvField(text: string): string {
  const inert = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}
