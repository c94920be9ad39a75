import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Since when a campaign is out of the way; null: it is worked on. */
export class CampaignArchive1767600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { columns, index } = ddl(queryRunner)
    await columns('campaign', ['archived_at varchar(24) NULL'])
    await index('ix_campaign_archived', 'campaign', 'archived_at, created_at, id')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn, dropIndex } = ddl(queryRunner)
    await dropIndex('ix_campaign_archived', 'campaign')
    await dropColumn('campaign', 'archived_at')
  }
}
