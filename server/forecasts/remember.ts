/** Forecasts repeat few texts. With more than this, the cache is cleared and starts again. */
const MAX_REMEMBERED = 10_000

/** Caches the results of a function of a text: a file has the same few thousand texts a million times. */
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

/** A copy of a text: a slice of a larger text would keep all of that text in memory. */
export function detached(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le')
}
