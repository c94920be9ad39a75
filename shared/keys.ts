/**
 * Marks that nobody sees, and that make two keys differ that look the same: soft hyphen, zero-width spaces and
 * joiners, marks of the writing direction, a byte order mark inside of a text.
 */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

/** A key as it is stored and compared: without invisible marks, in Unicode NFC, trimmed. */
export function cleanKey(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC').trim()
}

/** Whether a text contains marks that `cleanKey` drops. */
export function hasInvisibleMarks(text: string): boolean {
  return text.search(INVISIBLE) >= 0
}
