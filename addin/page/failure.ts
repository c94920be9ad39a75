import { CallFailure } from '../api/client'
import { DeskFailure, type Failure } from '../desk/failure'

/** Converts any thrown value into a failure that can be shown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailure) return error
  return new DeskFailure('UNEXPECTED', error instanceof Error ? error.message : String(error))
}
