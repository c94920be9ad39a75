import { Entity, Index } from 'typeorm'
import { AutoId, Instant, Json, Text } from '../database/columns'

/** Who did what from where. Rows are added, and deleted when they are old; nothing changes them. */
@Entity('security_event')
@Index('ix_security_event_action', ['action', 'id'])
@Index('ix_security_event_actor', ['actor', 'id'])
export class SecurityEvent {
  @AutoId() id!: number
  @Index('ix_security_event_at') @Instant() at!: string
  /** One of the contract's actions. */
  @Text(40) action!: string
  /** The account that did it; null: nobody who is signed in, or the service itself. */
  @Text(36, { nullable: true }) actor!: string | null
  @Text(254, { nullable: true }) subject!: string | null
  @Text(45, { nullable: true }) address!: string | null
  @Text(300, { nullable: true }) userAgent!: string | null
  @Text(36, { nullable: true }) requestId!: string | null
  @Json() details!: Record<string, unknown> | null
}
