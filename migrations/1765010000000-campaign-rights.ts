import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** What a campaign is shared for. Accounts that had a share before may edit. */
export class CampaignRights1765010000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('campaign_share', ["access varchar(10) NOT NULL DEFAULT 'edit'"])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).dropColumn('campaign_share', 'access')
  }
}
