import type { signIn } from '../../shared/contract/accounts'
import type { AnswerOf } from '../api/client'

/** A session that has begun: its token and whose it is. */
export type SignedIn = AnswerOf<typeof signIn>
