import { type Logger, pino } from 'pino'

/** JSON lines on the standard output. Of an error only what tells where: a statement's parameters may be secrets. */
export function createLog(level: string): Logger {
  return pino({
    level,
    serializers: {
      err: (error: unknown) => {
        if (!(error instanceof Error)) return { message: String(error) }
        const { name, message, stack } = error
        return { name, message, stack, code: (error as { code?: unknown }).code }
      },
    },
  })
}
