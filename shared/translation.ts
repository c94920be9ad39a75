/** A sentence and its translation. `{0}`, `{1}` … stand for values, in both. */
export type Sentence = readonly [sentence: string, translation: string]

interface Template {
  begin: string
  pattern: RegExp
  translation: string
}

/**
 * Translates sentences as gettext does: the sentence itself is the key. Values inside of a sentence are translated too
 * where they are sentences of the list, or lists of such; other texts stay as they are. Of the sentences that a text
 * fits, the one with the most words of its own is taken.
 */
export function translator(sentences: readonly Sentence[]): (text: string) => string {
  const whole = new Map(sentences.filter(([sentence]) => !VALUE.test(sentence)))
  const templates = sentences
    .filter(([sentence]) => VALUE.test(sentence))
    .sort(([a], [b]) => ownLength(b) - ownLength(a))
    .map(templateOf)
  const translate = (text: string): string => {
    const known = whole.get(text)
    if (known !== undefined) return known
    for (const { begin, pattern, translation } of templates) {
      const values = text.startsWith(begin) ? pattern.exec(text) : null
      if (values) return translation.replace(VALUES, (_all, at) => translate(values[Number(at) + 1]!))
    }
    const list = text.split(', ').map((one) => whole.get(one))
    return list.every((one) => one !== undefined) ? list.join(', ') : text
  }
  return translate
}

const VALUE = /\{(\d)\}/
const VALUES = /\{(\d)\}/g

function ownLength(sentence: string): number {
  return sentence.replace(VALUES, '').length
}

/** Values of a sentence stand in the order of their numbers. */
function templateOf([sentence, translation]: Sentence): Template {
  const pieces = sentence.split(/\{\d\}/)
  const pattern = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([\\s\\S]*)')
  return { begin: pieces[0]!, pattern: new RegExp(`^${pattern}$`), translation }
}
