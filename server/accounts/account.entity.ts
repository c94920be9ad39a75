import { Check, Column, Entity, Index } from 'typeorm'
import type { Role } from '../../shared/contract/primitives'
import { Instant, Key, Text, Whole } from '../database/columns'

@Entity('account')
@Check('ck_account_role', "role IN ('planner', 'operator', 'admin')")
export class Account {
  @Key(36) id!: string
  /** Lower case; users sign in with it. */
  @Index('ux_account_email', { unique: true }) @Text(254) email!: string
  @Text(200) name!: string
  @Text(20) role!: Role
  /** argon2id in its own encoded form; empty: the account signs in at the company's provider only. */
  @Text(200) passwordHash!: string
  @Column({ type: 'boolean' }) disabled!: boolean
  @Instant() createdAt!: string
  /** SHA-256 of the provider and its name of the person; null: a local account. */
  @Index('ux_account_identity', { unique: true }) @Text(64, { nullable: true }) identity!: string | null
  /** The provider. */
  @Text(300, { nullable: true }) issuer!: string | null
  /** 1: somebody else has set the password, and it is to be changed before anything else. */
  @Whole({ default: 0 }) passwordToChange!: number
}

@Entity('session')
export class Session {
  /** SHA-256 of the bearer token, hexadecimal: the token itself is never stored. */
  @Key(64) tokenHash!: string
  @Index('ix_session_account') @Text(36) accountId!: string
  @Instant() createdAt!: string
  @Index('ix_session_expires') @Instant() expiresAt!: string
  /** To the minute; null in a session that was begun before this was written down. */
  @Instant({ nullable: true }) lastUsedAt!: string | null
  /** Where it was begun: the client's address, and what its browser calls itself. */
  @Text(45, { nullable: true }) address!: string | null
  @Text(300, { nullable: true }) userAgent!: string | null
}
