import { Entity, Index } from 'typeorm'
import { Instant, Key, Text, Whole } from '../database/columns'

/** A group of accounts that administrators keep: a campaign can be shared with all of them at once. */
@Entity('team')
export class Team {
  @Key(36) id!: string
  @Index('ux_team_name', { unique: true }) @Text(100) name!: string
  @Whole() version!: number
  @Instant() createdAt!: string
}

@Entity('team_member')
export class TeamMember {
  @Key(36) teamId!: string
  @Index('ix_team_member_account') @Key(36) accountId!: string
}
