import { inertText, originalText } from '../../../shared/inert-text'

/** The cells of a block that was copied in a spreadsheet: tabs between cells, quotes around cells with line breaks. */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  while (at <= plain.length) {
    let cell: string
    const quoted = plain[at] === '"' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(plain.slice(at)) : null
    if (quoted) {
      cell = quoted[1]!.replaceAll('""', '"')
      at += quoted[0].length
    } else {
      const end = plain.slice(at).search(/[\t\n]/)
      cell = end < 0 ? plain.slice(at) : plain.slice(at, at + end)
      at += cell.length
    }
    rows.at(-1)!.push(originalText(cell).trim())
    if (at >= plain.length) break
    if (plain[at] === '\n') rows.push([])
    at++
  }
  return rows
}

export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(tsvCell).join('\t')).join('\n')
}

function tsvCell(text: string): string {
  const inert = inertText(text)
  return /[\t\n"]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
