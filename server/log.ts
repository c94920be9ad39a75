import { type Logger, pino } from 'pino'

/** JSON lines on the standard output. Of an error only what tells where: a statement's parameters may be secrets. */
export function createLog(level: string): Logger {
  return pino({
    level,
    serializers: {
      err: (error: unknown) => {
        // One that came out of a thread has lost its class.
        if (!(error instanceof Object && 'message' in error)) return { message: String(error) }
        const { name, message, stack, code } = error as Partial<Error> & { code?: unknown }
        return { name, message, stack, code }
      },
    },
  })
}
