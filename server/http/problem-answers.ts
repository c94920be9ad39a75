import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { MulterError } from 'multer'
import type { Logger } from 'pino'
import type { Language } from '../../shared/language'
import { Problem } from '../../shared/problem'
import { type Database, LostRace, OutcomeUnknown } from '../database/database'
import { FAULT_WORDS } from '../database/faults'
import { Outdated } from '../database/schema-fence'
import { ENGLISH_TITLES } from './english-problems'
import { problemIn } from './korean'
import { KOREAN_TITLES } from './korean-problems'
import { languageOf } from './language'
import { originOf, requestIdOf } from './request-origin'
import { callerOf } from './routes'

/** Sends a problem as RFC 9457 problem+json, in the language that the caller asks for. */
function send(response: Response, problem: Problem, language: Language): void {
  const { status } = problem
  const { code, detail, data } = problemIn(problem, language)
  response.locals.problem = code
  if (typeof data.retryAfter === 'number') response.setHeader('Retry-After', String(data.retryAfter))
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:flightsheet:problem:${code}`,
        title: (language === 'ko' ? KOREAN_TITLES : ENGLISH_TITLES)[code],
        status,
        code,
        detail,
        ...data,
      }),
    )
}

/** The code of the problem with which a request was answered; undefined for any other answer. */
export function problemOf(response: Response): string | undefined {
  return response.locals.problem as string | undefined
}

/** The last route: no other route matched the address. */
export const nothingThere: RequestHandler = (request) => {
  throw new Problem(
    'NOT_FOUND',
    `There is no ${request.method} ${request.path.slice(0, 200)}. The interface is described at /api/docs.`,
  )
}

/**
 * The one place that turns errors into answers. It logs unexpected errors in full; answers have no internals.
 */
export function problemAnswers(database: Database, log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      log.error(
        { err: error, requestId: requestIdOf(response), url: request.originalUrl },
        'failed after the answer had begun',
      )
      next(error)
      return
    }
    const problem = toProblem(error, database, log, request, requestIdOf(response))
    if (problem.code === 'FORBIDDEN')
      log.warn(
        {
          ...originOf(request),
          requestId: requestIdOf(response),
          by: callerOf(response)?.email,
          method: request.method,
          url: request.originalUrl,
        },
        'somebody tried what the role does not allow',
      )
    send(response, problem, languageOf(request))
  }
}

function toProblem(
  error: unknown,
  database: Database,
  log: Logger,
  request: Request,
  requestId: string,
): Problem {
  if (error instanceof Problem) return error
  if (error instanceof MulterError) return uploadProblem(error)
  if (error instanceof URIError)
    return new Problem('NOT_FOUND', 'There is nothing at this address: it is not well encoded.')
  const { type, status } = (error ?? {}) as { type?: string; status?: number }
  if (type === 'entity.too.large') {
    return new Problem('PAYLOAD_TOO_LARGE', 'The request body is too large. Send it in smaller parts.')
  }
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') {
    return new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as UTF-8 JSON, plain or gzip-compressed.')
  }
  if (status === 412)
    return new Problem(
      'PRECONDITION_FAILED',
      'The file is another one by now. Load it without the condition.',
    )
  if (status === 416)
    return new Problem('RANGE_NOT_SATISFIABLE', 'The file is shorter than the range. Load it whole.')
  if (type === 'entity.parse.failed' || type === 'entity.verify.failed' || status === 400) {
    return new Problem('MALFORMED_BODY', 'The request cannot be read. Send valid JSON encoded as UTF-8.')
  }
  const where = { err: error, requestId, method: request.method, url: request.originalUrl }
  const fault = database.faultOf(error)
  // Rows that others hold are no fault; the lock of the whole file is.
  if (fault && !(fault === 'read-only' && database.dialect.isRetryable(error))) {
    log.error({ ...where, fault }, 'the database can’t do its work')
    return new Problem('UNAVAILABLE', FAULT_WORDS[fault], { retryAfter: fault === 'locked' ? 2 : 60, fault })
  }
  if (error instanceof LostRace || database.dialect.isRetryable(error)) {
    return new Problem('UNAVAILABLE', 'The database is busy. Nothing was changed; try again in a moment.', {
      retryAfter: 2,
    })
  }
  if (error instanceof Outdated) {
    return new Problem(
      'UNAVAILABLE',
      'A newer version of the service is taking over. Nothing was changed; try again in a moment.',
      { retryAfter: 5 },
    )
  }
  if (error instanceof OutcomeUnknown) {
    log.error(where, 'the outcome of a write is unknown')
    return new Problem(
      'OUTCOME_UNKNOWN',
      'It is not known whether the change was saved. Send the request again with the same Idempotency-Key, or load what it changes and compare.',
    )
  }
  log.error(where, 'unexpected error')
  return new Problem(
    'INTERNAL_ERROR',
    request.method === 'GET'
      ? 'Try again; if it happens again, tell your administrator when it happened.'
      : 'It is not known whether anything was changed. Load it again before you repeat the change, or send the request again with the same Idempotency-Key; if it happens again, tell your administrator when it happened.',
  )
}

function uploadProblem(error: MulterError): Problem {
  if (error.code === 'LIMIT_FILE_SIZE') {
    return new Problem(
      'PAYLOAD_TOO_LARGE',
      'The file is larger than this service accepts. Split it by month.',
    )
  }
  return new Problem('MALFORMED_BODY', 'Send one file in the multipart field `file`.')
}
