type CleanUp = () => Promise<void>

const pending = new Set<CleanUp>()

/**
 * Makes sure that something is cleared away, also when the bench is stopped in the middle.
 *
 * @returns the same, to be called when its time has come; it is done once
 */
export function clearedAway(cleanUp: CleanUp): CleanUp {
  const once = async () => {
    if (pending.delete(once)) await cleanUp()
  }
  pending.add(once)
  return once
}

/** What was made last goes first: a service before its database. */
export function clearAwayWhenStopped(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      for (const cleanUp of [...pending].reverse()) await cleanUp().catch(() => undefined)
      process.exit(1)
    })
  }
}
