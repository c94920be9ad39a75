/// <reference types="custom-functions-runtime" />
import type { Desk } from '../desk/desk'

const FUNCTIONS = {
  AVAILABLE: 'available',
  IMPRESSIONS: 'impressions',
  MAXAMOUNT: 'maxamount',
  STATUS: 'status',
} as const

/**
 * Answers the functions of the sheet. Excel must know of them when the page starts; their code is loaded when the first cell
 * uses one.
 */
export function associateFunctions(desk: Promise<Desk>): void {
  const load = async () => (await import('./answer')).functionsOf(await desk)
  for (const [id, name] of Object.entries(FUNCTIONS))
    globalThis.CustomFunctions?.associate(id, async (...values: unknown[]) => (await load())[name](...values))
}
