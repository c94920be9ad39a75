import { Entity, Index } from 'typeorm'
import { Instant, Key, Text } from '../database/columns'

/** A sign-in that somebody has begun and that is under way at the provider. */
@Entity('sign_in_attempt')
export class SignInAttempt {
  /** SHA-256 of the state that the provider sends back. */
  @Key(64) stateHash!: string
  /** SHA-256 of the cookie of the browser that began it. */
  @Text(64) browserHash!: string
  /** SHA-256 of a secret that the page or pane keeps: only it gets the session. */
  @Text(43) challenge!: string
  /** Where it goes on afterwards. */
  @Text(20) page!: string
  @Index('ix_sign_in_attempt_expires') @Instant() expiresAt!: string
}

/** A sign-in that the provider has confirmed, for the page or pane that began it to take. */
@Entity('sign_in_hand_over')
export class SignInHandOver {
  @Key(64) codeHash!: string
  @Text(43) challenge!: string
  @Text(36) accountId!: string
  @Index('ix_sign_in_hand_over_expires') @Instant() expiresAt!: string
}
