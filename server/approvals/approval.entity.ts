import { Check, Entity, Index } from 'typeorm'
import type { ApprovalReason } from '../../shared/approvals'
import type { ApprovalKind, ApprovalStatus, AskedRow } from '../../shared/contract/approvals'
import { Count, Instant, Json, Key, Text } from '../database/columns'

/** A purchase or a raise that an approver was asked for, with exactly what was asked. */
@Entity('approval')
@Check('ck_approval_kind', "kind IN ('PURCHASE', 'AMENDMENT')")
@Check('ck_approval_status', "status IN ('OPEN', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'USED')")
@Check('ck_approval_amount', 'amount >= 0')
@Index('ix_approval_campaign', ['campaignId', 'requestedAt', 'id'])
@Index('ix_approval_status', ['status', 'requestedAt', 'id'])
export class Approval {
  @Key(36) id!: string
  @Text(36) campaignId!: string
  @Text(20) kind!: ApprovalKind
  @Text(10) status!: Exclude<ApprovalStatus, 'EXPIRED'>
  @Count() amount!: number
  @Json() asked!: AskedRow[]
  @Json() reasons!: ApprovalReason[]
  @Text(500, { nullable: true }) note!: string | null
  @Text(36) requestedBy!: string
  @Instant() requestedAt!: string
  @Text(36, { nullable: true }) decidedBy!: string | null
  @Instant({ nullable: true }) decidedAt!: string | null
  @Text(500, { nullable: true }) decisionReason!: string | null
  @Instant({ nullable: true }) validUntil!: string | null
  @Instant({ nullable: true }) usedAt!: string | null
}
