const PAUSE_MS = 5

/** Milliseconds. */
interface Latency {
  p99: number
  max: number
}

/**
 * Repeats each request while `work` runs, one at a time with a short pause.
 *
 * @returns the latencies of each request
 */
export async function during<Name extends string>(
  work: () => Promise<unknown>,
  questions: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Record<Name, Latency>> {
  let ended = false
  const asking = Object.entries<() => Promise<unknown>>(questions).map(async ([name, ask]) => {
    const times: number[] = []
    while (!ended) {
      const start = performance.now()
      await ask()
      times.push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    return [name, latencyOf(times)] as const
  })
  const asked = Promise.all(asking)
  // An error is thrown by the `await` below; until then it must not end the process.
  asked.catch(() => undefined)
  try {
    await work()
  } finally {
    ended = true
  }
  return Object.fromEntries(await asked) as Record<Name, Latency>
}

function latencyOf(times: number[]): Latency {
  const sorted = times.sort((a, b) => a - b)
  return { p99: sorted[Math.ceil(sorted.length * 0.99) - 1]!, max: sorted.at(-1)! }
}
