import { type Logger, pino } from 'pino'

/**
 * Writes JSON lines to the standard output. Of an error it writes only the fields that show where it
 * happened, because a statement's parameters may be secrets.
 */
export function createLog(level: string): Logger {
  return pino({
    level,
    serializers: {
      err: (error: unknown) => {
        // An error that came from another thread has lost its class.
        if (!(error instanceof Object && 'message' in error)) return { message: String(error) }
        const { name, message, stack, code } = error as Partial<Error> & { code?: unknown }
        return { name, message, stack, code }
      },
    },
  })
}
