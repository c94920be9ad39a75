import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const TABLES = ['proposal_series', 'proposal_copy', 'unclaimed_file']

/** Proposals that are kept as they were made. */
export class ProposalCopies1767300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index } = ddl(queryRunner)
    await table('proposal_series', [
      'campaign_id varchar(36) NOT NULL PRIMARY KEY',
      'last int NOT NULL',
      'CONSTRAINT ck_proposal_series_last CHECK (last > 0)',
    ])
    await table('proposal_copy', [
      'id varchar(36) NOT NULL PRIMARY KEY',
      'campaign_id varchar(36) NOT NULL',
      'number int NOT NULL',
      'status varchar(10) NOT NULL',
      'audience varchar(10) NOT NULL',
      'template varchar(40) NOT NULL',
      'language varchar(2) NOT NULL',
      'sheets varchar(200) NOT NULL',
      'format varchar(4) NOT NULL',
      'author_id varchar(36) NOT NULL',
      'run_id varchar(36) NOT NULL',
      'created_at varchar(24) NOT NULL',
      'revision int NULL',
      'file_name varchar(300) NULL',
      'bytes bigint NULL',
      'sha256 varchar(64) NULL',
      'storage_key varchar(200) NULL',
      'ready_at varchar(24) NULL',
      'error longtext NULL',
      "CONSTRAINT ck_proposal_copy_status CHECK (status IN ('PENDING', 'READY', 'FAILED'))",
      "CONSTRAINT ck_proposal_copy_audience CHECK (audience IN ('client', 'internal'))",
      "CONSTRAINT ck_proposal_copy_language CHECK (language IN ('ko', 'en'))",
      "CONSTRAINT ck_proposal_copy_format CHECK (format IN ('xlsx', 'pdf'))",
      'CONSTRAINT ck_proposal_copy_number CHECK (number > 0)',
    ])
    await index('ux_proposal_copy_number', 'proposal_copy', 'campaign_id, number', { unique: true })
    await index('ux_proposal_copy_key', 'proposal_copy', 'storage_key', { unique: true })
    await index('ix_proposal_copy_age', 'proposal_copy', 'status, created_at')
    await table('unclaimed_file', [
      'storage_key varchar(200) NOT NULL PRIMARY KEY',
      'since varchar(24) NOT NULL',
    ])
    await index('ix_unclaimed_file_since', 'unclaimed_file', 'since')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await queryRunner.query(`DROP TABLE IF EXISTS ${table}`)
  }
}
