/**
 * Every error that the service returns: a stable code, its HTTP status, and a title. The code that throws the
 * error adds the sentence that says what to do (`detail`), and the data to act on.
 */
export const PROBLEMS = {
  /** The body isn't JSON, or the multipart form can't be read. */
  MALFORMED_BODY: { status: 400, title: 'The request body cannot be read' },
  /** No token, an unknown or an expired one. */
  NOT_SIGNED_IN: { status: 401, title: 'Sign in first' },
  /** E-mail and password don't match. */
  WRONG_CREDENTIALS: { status: 401, title: 'E-mail or password is wrong' },
  /** The account's role doesn't allow this call. */
  FORBIDDEN: { status: 403, title: 'Your role does not allow this' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  /** Data that people edit was changed by somebody else in between. */
  VERSION_CONFLICT: { status: 409, title: 'It was changed in the meantime' },
  IDEMPOTENCY_CONFLICT: { status: 409, title: 'This Idempotency-Key was used for another request' },
  JOB_ALREADY_RUNNING: { status: 409, title: 'This job is already running for that month' },
  /** Something with this name or code already exists. */
  ALREADY_EXISTS: { status: 409, title: 'It exists already' },
  /** A confirmed row of standard inventory is frozen until it is reopened. */
  STANDARD_INVENTORY_CONFIRMED: { status: 409, title: 'The row is confirmed' },
  /** Something else needs it as it is: for example, it is the last administrator. */
  IN_USE: { status: 409, title: 'It is in use' },
  /** A month of the flight has no unit inventory for a content concerned. */
  INVENTORY_NOT_LOADED: { status: 409, title: 'Inventory is not loaded for the flight' },
  /** Not enough left; nothing has changed. */
  INVENTORY_SHORTAGE: { status: 409, title: 'Not enough inventory is left' },
  /** A reserved or booked row changes by amending, not by syncing. */
  USE_AMEND: { status: 409, title: 'The row is booked' },
  /** An amendment that would take back what has been delivered already. */
  AMEND_BELOW_DELIVERED: { status: 409, title: 'Less than what has been delivered' },
  /** The campaign has reached its limit of held rows. */
  HOLD_LIMIT: { status: 409, title: 'The campaign holds as much as it may' },
  /** A request with the same Idempotency-Key is still running. */
  REQUEST_IN_PROGRESS: { status: 409, title: 'The same request is still under way' },
  /** A step that the booking status doesn't allow. */
  STATUS_CONFLICT: { status: 409, title: 'The status does not allow this step' },
  PRECONDITION_FAILED: { status: 412, title: 'The condition of the request does not hold' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported' },
  RANGE_NOT_SATISFIABLE: { status: 416, title: 'The range is outside of the file' },
  /** A field is missing, of the wrong type, out of range or too long. */
  VALIDATION_FAILED: { status: 422, title: 'Some fields are not valid' },
  /** A code or id in the body that is not in the catalogue. */
  UNKNOWN_REFERENCE: { status: 422, title: 'The request names something unknown' },
  /** Not a valid forecast file: wrong header or wrong kind of file. */
  FORECAST_FILE_INVALID: { status: 422, title: 'The file is not a forecast file' },
  /** A positive total without a daily shape to distribute it. */
  SHAPE_ALL_ZERO: { status: 422, title: 'A positive total has no daily shape' },
  /** A leaf of the split would carry money without an impression, or nothing at all is requested. */
  AMOUNT_TOO_SMALL: { status: 422, title: 'The amount is too small to be split' },
  /** Impressions or a sum would exceed the range of exact whole numbers. */
  AMOUNT_TOO_LARGE: { status: 422, title: 'The amount is too large' },
  FLIGHT_IN_PAST: { status: 422, title: 'The flight begins in the past' },
  /** The targeting doesn't fit the product: kind, platforms, owners. */
  TARGETING_INVALID: { status: 422, title: 'The targeting does not fit the product' },
  TOO_MANY_ATTEMPTS: { status: 429, title: 'Too many attempts' },
  /** The account has reached its limit of open event streams. */
  TOO_MANY_STREAMS: { status: 429, title: 'Too many streams of events' },
  INTERNAL_ERROR: { status: 500, title: 'Something went wrong on our side' },
  /** The commit got no answer, or the disk did not confirm it: the change may be there. */
  OUTCOME_UNKNOWN: { status: 500, title: 'It is not known whether it was saved' },
  /** It needs something that isn't installed where the service runs. */
  NOT_AVAILABLE: { status: 501, title: 'This service cannot do that' },
  UNAVAILABLE: { status: 503, title: 'The service is not ready' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

/** A place in the request and what is wrong there. */
export interface FieldProblem {
  /** Dotted path into body, query or path: `changes.0.fields.amount`. */
  path: string
  message: string
}

/**
 * An error that the caller can understand and act on. Services throw it; the HTTP layer returns it as
 * application/problem+json (RFC 9457).
 */
export class Problem extends Error {
  override readonly name = 'Problem'

  /**
   * @param detail one sentence: what happened and what to do
   * @param data further members of the answer, e.g. `shortages`
   */
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`)
  }

  get status(): number {
    return PROBLEMS[this.code].status
  }
}
