import type { User } from '../shared/contract/accounts'
import { ROLES, type Role } from '../shared/contract/primitives'

/** Who calls. */
export type Caller = User

/** Roles include those before them: planner, operator, admin. */
export function hasRole(account: { role: Role }, role: Role): boolean {
  return ROLES.indexOf(account.role) >= ROLES.indexOf(role)
}
