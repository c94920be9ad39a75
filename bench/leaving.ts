type CleanUp = () => Promise<void>

const pending = new Set<CleanUp>()

/**
 * Registers a clean-up that also runs when the bench is stopped early.
 *
 * @returns the clean-up, to be called at its normal time; it runs only once
 */
export function clearedAway(cleanUp: CleanUp): CleanUp {
  const once = async () => {
    if (pending.delete(once)) await cleanUp()
  }
  pending.add(once)
  return once
}

/** Runs the clean-ups in reverse order: a service is stopped before its database is dropped. */
export function clearAwayWhenStopped(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      for (const cleanUp of [...pending].reverse()) await cleanUp().catch(() => undefined)
      process.exit(1)
    })
  }
}
