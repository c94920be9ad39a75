import { CallFailure } from '../api/client'
import { DeskFailure, type Failure } from '../desk/failure'

/** Whatever was thrown, as what can be told. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailure) return error
  return new DeskFailure('UNEXPECTED', error instanceof Error ? error.message : String(error))
}
