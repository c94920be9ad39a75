import type { User } from '../shared/contract/accounts'
import { ROLES, type Role } from '../shared/contract/primitives'

/** The account that makes a call. */
export type Caller = User

/** Each role includes the roles before it: planner, operator, admin. */
export function hasRole(account: { role: Role }, role: Role): boolean {
  return ROLES.indexOf(account.role) >= ROLES.indexOf(role)
}
