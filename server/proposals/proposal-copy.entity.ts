import { Check, Entity, Index } from 'typeorm'
import type { ProposalCopyStatus, ProposalFormat, ProposalSheet } from '../../shared/contract/proposals'
import type { Language } from '../../shared/language'
import { Count, Instant, Json, Key, Text, Whole } from '../database/columns'

/** A proposal that is kept as it was made. Its file is there when it is READY. */
@Entity('proposal_copy')
@Check('ck_proposal_copy_status', "status IN ('PENDING', 'READY', 'FAILED')")
@Check('ck_proposal_copy_audience', "audience IN ('client', 'internal')")
@Check('ck_proposal_copy_language', "language IN ('ko', 'en')")
@Check('ck_proposal_copy_format', "format IN ('xlsx', 'pdf')")
@Check('ck_proposal_copy_number', 'number > 0')
@Index('ux_proposal_copy_number', ['campaignId', 'number'], { unique: true })
@Index('ix_proposal_copy_age', ['status', 'createdAt'])
export class ProposalCopy {
  @Key(36) id!: string
  @Text(36) campaignId!: string
  /** Its version: 1, 2, 3 … of the campaign. */
  @Whole() number!: number
  @Text(10) status!: ProposalCopyStatus
  @Text(10) audience!: 'client' | 'internal'
  @Text(40) template!: string
  @Text(2) language!: Language
  @Text(200, {
    transformer: {
      to: (sheets: readonly ProposalSheet[]) => sheets.join(','),
      from: (text: string) => text.split(','),
    },
  })
  sheets!: ProposalSheet[]
  @Text(4) format!: ProposalFormat
  @Text(36) authorId!: string
  /** The run that makes it. */
  @Text(36) runId!: string
  @Instant() createdAt!: string
  /** The campaign's revision that it shows. This and all that follows is null until it is ready. */
  @Whole({ nullable: true }) revision!: number | null
  @Text(300, { nullable: true }) fileName!: string | null
  @Count({ nullable: true }) bytes!: number | null
  @Text(64, { nullable: true }) sha256!: string | null
  @Index('ux_proposal_copy_key', { unique: true }) @Text(200, { nullable: true }) storageKey!: string | null
  @Instant({ nullable: true }) readyAt!: string | null
  /** Why it failed. */
  @Json() error!: { code: string; detail: string } | null
}

/** The last number that a campaign has given to a proposal: none is given twice. */
@Entity('proposal_series')
@Check('ck_proposal_series_last', 'last > 0')
export class ProposalSeries {
  @Key(36) campaignId!: string
  @Whole() last!: number
}

/**
 * A file in the store that may belong to no proposal: one that is being stored, or one whose proposal was deleted. Its row is
 * written before it is, so that whatever a crash leaves is known.
 */
@Entity('unclaimed_file')
export class UnclaimedFile {
  @Key(200) storageKey!: string
  /** In real time; empty: it is to be removed and can't be claimed any more. */
  @Index('ix_unclaimed_file_since') @Instant() since!: string
}
