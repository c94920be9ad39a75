import type { Desk } from '../desk/desk'

/** Whether the user may load, correct and confirm inventory. Planners only see what is left. */
export function mayOperate(desk: Desk): boolean {
  const role = desk.store.get().user?.role
  return role === 'operator' || role === 'admin'
}
