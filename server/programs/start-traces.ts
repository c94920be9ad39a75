import type { Configuration } from '../configuration'

/**
 * Begins to export traces where the configuration says whereto. Only such a process, and each of its threads, loads
 * OpenTelemetry.
 *
 * @returns a function that sends what is left
 */
export async function startTraces({ tracing }: Configuration): Promise<() => Promise<void>> {
  if (!tracing) return async () => undefined
  const { exportTraces } = await import('../trace-export')
  return exportTraces(tracing)
}
