import type { Desk } from '../desk/desk'
import { perDesk } from '../desk/per-desk'
import { FlightFunctions } from './flight-functions'
import * as functions from './functions'

type FunctionName = Exclude<keyof typeof functions, 'answerWith'>
type Answer = (...values: unknown[]) => unknown

const flightFunctions = perDesk((desk) => new FlightFunctions(desk))

/** The functions of the sheet, answered for this desk. */
export function functionsOf(desk: Desk): Record<FunctionName, Answer> {
  functions.answerWith(flightFunctions(desk))
  // Excel gives each function the values that its metadata names.
  return functions as unknown as Record<FunctionName, Answer>
}
