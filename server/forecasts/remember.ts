/** Forecasts repeat few texts; more than this are remembered anew. */
const MAX_REMEMBERED = 10_000

/** A function of a text that remembers its answers: a file asks the same few thousand things a million times. */
export function remember<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>()
  return (text) => {
    const answer = known.get(text)
    if (answer !== undefined || known.has(text)) return answer as Answer
    const fresh = work(text)
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(detached(text), fresh)
    return fresh
  }
}

/** A copy of its own: a slice of a larger text keeps all of that text in memory. */
export function detached(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le')
}
