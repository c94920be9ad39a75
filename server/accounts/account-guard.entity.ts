import { Check, Entity } from 'typeorm'
import { Count, KeyWhole } from '../database/columns'

/** One row that every change of an account writes. */
@Entity('account_guard')
@Check('ck_account_guard_one', 'one = 1')
export class AccountGuard {
  @KeyWhole() one!: number
  @Count() changes!: number
}
