import type { Desk } from './desk'
import { perDesk } from './per-desk'

const endings = perDesk(() => new Set<(desk: Desk) => Promise<void>>())

/** Registers what has to end when the desk is left: handlers on sheets, and pushes that wait. */
export function endOnLeave(desk: Desk, end: (desk: Desk) => Promise<void>): void {
  endings(desk).add(end)
}

/** The user signs out, or another one signs in: nothing of theirs goes on. What was typed stays in the sheets. */
export async function leave(desk: Desk): Promise<void> {
  for (const end of endings(desk)) await end(desk)
}
