import type { Request } from 'express'
import { type FieldProblem, Problem } from '../../shared/problem'

/** What must be so for a change to be made, by If-Match and If-None-Match (RFC 9110, 13.1). */
export interface Preconditions {
  /** Versions of which it must have one, or `*`: it must exist. */
  match?: readonly number[] | '*'
  /** Versions of which it must have none, or `*`: it must not exist yet. */
  noneMatch?: readonly number[] | '*'
}

/** @throws Problem VALIDATION_FAILED for a header that has neither `*` nor ETags */
export function preconditionsOf(request: Request): Preconditions {
  return { ...given(request, 'If-Match', 'match'), ...given(request, 'If-None-Match', 'noneMatch') }
}

/** The ETag of a thing with this version. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/**
 * @param current the version of what is there; undefined when nothing is
 * @param what the thing that would be changed: `Platform NAVER`
 * @throws Problem PRECONDITION_FAILED
 */
export function requirePreconditions(
  { match, noneMatch }: Preconditions,
  current: number | undefined,
  what: string,
): void {
  if (match && current === undefined)
    throw failed(`${what} does not exist. Send the request without If-Match to create it.`, null)
  if (current === undefined) return
  if (match && match !== '*' && !match.includes(current))
    throw failed(
      `${what} is at version ${current}, not at that of If-Match. Load it again and repeat your change.`,
      current,
    )
  if (noneMatch === '*' || noneMatch?.includes(current))
    throw failed(
      `${what} exists already, at version ${current}. Send the request without If-None-Match to change it.`,
      current,
    )
}

function failed(detail: string, currentVersion: number | null): Problem {
  return new Problem('PRECONDITION_FAILED', detail, { currentVersion })
}

/** The form of both headers. */
export const PRECONDITION = /^(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)$/

function given<Name extends keyof Preconditions>(
  request: Request,
  header: string,
  name: Name,
): Preconditions {
  const value = request.get(header)?.trim()
  if (value === undefined) return {}
  if (!PRECONDITION.test(value)) throw invalid(header)
  if (value === '*') return { [name]: '*' }
  // A weak tag, or one of something else, is no version that a thing can have.
  const tags = value.match(/(?:W\/)?"[^"]*"/g)!
  return { [name]: tags.flatMap((tag) => (/^"\d{1,15}"$/.test(tag) ? Number(tag.slice(1, -1)) : [])) }
}

function invalid(header: string): Problem {
  const error: FieldProblem = { path: header, message: 'must be * or ETags in quotes, "3" for version 3' }
  return new Problem(
    'VALIDATION_FAILED',
    `${error.path}: ${error.message}. Correct it and send the request again.`,
    { errors: [error] },
  )
}
