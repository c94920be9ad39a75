/**
 * Every error that the service returns: a stable code with its HTTP status; `server/http` has its title. The code that
 * throws the error adds the sentence that says what to do (`detail`), and the data to act on.
 */
export const PROBLEMS = {
  /** The body isn't JSON, or the multipart form can't be read. */
  MALFORMED_BODY: 400,
  /** No token, an unknown or an expired one. */
  NOT_SIGNED_IN: 401,
  /** E-mail and password don't match. */
  WRONG_CREDENTIALS: 401,
  /** The company's sign-in doesn't let this person in; `why` says for what reason. */
  COMPANY_SIGN_IN_REFUSED: 403,
  /** An administrator has set the password: it is to be changed before anything else. */
  PASSWORD_CHANGE_NEEDED: 403,
  /** The account's role doesn't allow this call. */
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  /** Data that people edit was changed by somebody else in between. */
  VERSION_CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  JOB_ALREADY_RUNNING: 409,
  /** Something with this name or code already exists. */
  ALREADY_EXISTS: 409,
  /** A confirmed row of standard inventory is frozen until it is reopened. */
  STANDARD_INVENTORY_CONFIRMED: 409,
  /** Something else needs it as it is: for example, it is the last administrator. */
  IN_USE: 409,
  /** A month of the flight has no unit inventory for a content concerned. */
  INVENTORY_NOT_LOADED: 409,
  /** Not enough left; nothing has changed. */
  INVENTORY_SHORTAGE: 409,
  /** A reserved or booked row changes by amending, not by syncing. */
  USE_AMEND: 409,
  /** An amendment that would take back what has been delivered already. */
  AMEND_BELOW_DELIVERED: 409,
  /** A purchase or a raise beyond the house's limits: an approver must agree first. */
  APPROVAL_REQUIRED: 409,
  /** The campaign has reached its limit of held rows. */
  HOLD_LIMIT: 409,
  /** A request with the same Idempotency-Key is still running. */
  REQUEST_IN_PROGRESS: 409,
  /** A step that the booking status doesn't allow. */
  STATUS_CONFLICT: 409,
  /** A stored file is missing, or isn't what was stored. */
  FILE_LOST: 410,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RANGE_NOT_SATISFIABLE: 416,
  /** A field is missing, of the wrong type, out of range or too long. */
  VALIDATION_FAILED: 422,
  /** A code or id in the body that is not in the catalogue. */
  UNKNOWN_REFERENCE: 422,
  /** Not a valid forecast file: wrong header or wrong kind of file. */
  FORECAST_FILE_INVALID: 422,
  /** A positive total without a daily shape to distribute it. */
  SHAPE_ALL_ZERO: 422,
  /** A leaf of the split would carry money without an impression, or nothing at all is requested. */
  AMOUNT_TOO_SMALL: 422,
  /** Impressions or a sum would exceed the range of exact whole numbers. */
  AMOUNT_TOO_LARGE: 422,
  FLIGHT_IN_PAST: 422,
  /** The targeting doesn't fit the product: kind, platforms, owners. */
  TARGETING_INVALID: 422,
  TOO_MANY_ATTEMPTS: 429,
  /** The account makes more calls than the installation allows. */
  TOO_MANY_CALLS: 429,
  /** The account has reached its limit of open event streams. */
  TOO_MANY_STREAMS: 429,
  INTERNAL_ERROR: 500,
  /** The commit got no answer, or the disk did not confirm it: the change may be there. */
  OUTCOME_UNKNOWN: 500,
  /** It needs something that isn't installed where the service runs. */
  NOT_AVAILABLE: 501,
  UNAVAILABLE: 503,
} as const satisfies Record<string, number>

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
    return PROBLEMS[this.code]
  }
}
