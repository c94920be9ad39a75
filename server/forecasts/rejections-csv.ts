import type { Rejection } from '../../shared/contract/inventory'

/** The list for a spreadsheet: UTF-8 with a BOM, so that Excel shows Korean. */
export async function* rejectionsCsv(pages: AsyncIterable<readonly Rejection[]>): AsyncGenerator<string> {
  yield '\ufeffline,column,value,reason\r\n'
  for await (const page of pages) {
    yield page
      .map(({ line, column, value, reason }) => `${line},${[column, value, reason].map(field).join(',')}\r\n`)
      .join('')
  }
}

/** Quoted; what a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236). */
function field(text: string): string {
  const inert = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}
