import { Check, Column, Entity, Index } from 'typeorm'
import { Count, Instant, Json, Key, KeyWhole, Text } from '../database/columns'

/** A vendor's file that a run loads, or has loaded. */
@Entity('forecast_file')
@Check('ck_forecast_file_source', "source IN ('UPLOAD', 'INBOX', 'SERVICE')")
export class ForecastFileTaken {
  @Key(36) runId!: string
  @Text(255) name!: string
  /** SHA-256 of the file's content. */
  @Index('ix_forecast_file_hash') @Text(64) hash!: string
  /** Bytes. */
  @Count() size!: number
  @Text(10) source!: 'UPLOAD' | 'INBOX' | 'SERVICE'
  @Text(36, { nullable: true }) actor!: string | null
  @Text(10, { nullable: true }) encoding!: string | null
  @Text(255, { nullable: true }) sheet!: string | null
  /** SHA-256 of the parts at that time: with other parts, the same file gives other rows. */
  @Text(64) partsHash!: string
  @Count() accepted!: number
  @Count() rejected!: number
  @Count() duplicates!: number
  @Count() newContents!: number
  /** The sender says that the file has everything for its parts and months. */
  @Column({ type: 'boolean', default: false }) complete!: boolean
  /** Hours that it withdrew because it lacks them. */
  @Count({ default: 0 }) withdrawn!: number
  /** The earlier run that loaded the same file; then this run changed nothing. */
  @Text(36, { nullable: true }) sameAs!: string | null
  /** The run's result, set when the whole file is loaded; before that its parts and months so far. */
  @Json() outcome!: unknown
  @Index('ix_forecast_file_created') @Instant() createdAt!: string
  @Instant({ nullable: true }) takenAt!: string | null
}

/** A row that a run refused, or a remark on one that it took. */
@Entity('forecast_rejection')
export class ForecastRejection {
  @Key(36) runId!: string
  /** From 0, in the order of the file. */
  @KeyWhole() position!: number
  @Count() line!: number
  @Text(20) columnName!: string
  @Text(200) value!: string
  @Text(500) reason!: string
  @Column({ type: 'boolean', default: false }) taken!: boolean
}
