/**
 * Whether one of some texts contains another, whatever the case and however accents and Hangul are composed: text typed
 * on a Mac comes decomposed. Done here and not in SQL because the databases disagree about upper and lower case.
 */
export function textSearch(query: string): (...texts: readonly string[]) => boolean {
  const wanted = folded(query.trim())
  return (...texts) => texts.some((text) => folded(text).includes(wanted))
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
