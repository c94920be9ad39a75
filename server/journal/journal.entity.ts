import { Column, Entity } from 'typeorm'
import { AutoId, Instant, Text } from '../database/columns'

/** An event of a campaign, of an account or of the jobs, written in the same transaction as the change; pruned after some days. */
@Entity('journal')
export class JournalEntry {
  @AutoId() id!: number
  /** Empty for events of accounts and jobs. */
  @Text(36) campaignId!: string
  @Text(36, { nullable: true }) unitId!: string | null
  /** One of the contract's kinds of events. */
  @Text(40) kind!: string
  /** The event's data as JSON. */
  @Column({ type: 'longtext' }) data!: string
  @Instant() at!: string
  /** The only account that sees the event; null: those who see the campaign, or operators. */
  @Text(36, { nullable: true }) accountId!: string | null
}
