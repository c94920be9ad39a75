import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { currentWork } from './request-context'

/**
 * Writes JSON lines to the standard output. Of an error it writes only the fields that show where it
 * happened, because a statement's parameters may be secrets.
 *
 * @param destination in place of the standard output
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    // A line says which request or run it belongs to.
    mixin: (line) => ({ ...currentWork(), ...line }),
    serializers: {
      err: (error: unknown) => {
        // An error that came from another thread has lost its class.
        if (!(error instanceof Object && 'message' in error)) return { message: String(error) }
        const { name, message, stack, code } = error as Partial<Error> & { code?: unknown }
        return { name, message, stack, code }
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
