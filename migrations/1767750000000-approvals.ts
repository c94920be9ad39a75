import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Purchases and raises that wait for an approver, and which purchase used which approval. */
export class Approvals1767750000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns, index } = ddl(queryRunner)
    await table('approval', [
      'id varchar(36) NOT NULL PRIMARY KEY',
      'campaign_id varchar(36) NOT NULL',
      'kind varchar(20) NOT NULL',
      'status varchar(10) NOT NULL',
      'amount bigint NOT NULL',
      'asked longtext NULL',
      'reasons longtext NULL',
      'note varchar(500) NULL',
      'requested_by varchar(36) NOT NULL',
      'requested_at varchar(24) NOT NULL',
      'decided_by varchar(36) NULL',
      'decided_at varchar(24) NULL',
      'decision_reason varchar(500) NULL',
      'valid_until varchar(24) NULL',
      'used_at varchar(24) NULL',
      "CONSTRAINT ck_approval_kind CHECK (kind IN ('PURCHASE', 'AMENDMENT'))",
      "CONSTRAINT ck_approval_status CHECK (status IN ('OPEN', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'USED'))",
      'CONSTRAINT ck_approval_amount CHECK (amount >= 0)',
    ])
    await index('ix_approval_campaign', 'approval', 'campaign_id, requested_at, id')
    await index('ix_approval_status', 'approval', 'status, requested_at, id')
    await columns('purchase', ['approval_id varchar(36) NULL'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    await dropColumn('purchase', 'approval_id')
    await queryRunner.query('DROP TABLE IF EXISTS approval')
  }
}
