/**
 * Returns a function that tells whether one of some texts contains the query. It ignores case and how accents
 * and Hangul are composed: text typed on a Mac is decomposed. Done here and not in SQL because the databases
 * disagree about upper and lower case.
 */
export function textSearch(query: string): (...texts: readonly string[]) => boolean {
  const wanted = folded(query.trim())
  return (...texts) => texts.some((text) => folded(text).includes(wanted))
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
