import type { Desk } from '../desk/desk'

/** Operators load, correct and confirm inventory; planners look at what is left of it. */
export function mayOperate(desk: Desk): boolean {
  const role = desk.store.get().user?.role
  return role === 'operator' || role === 'admin'
}
