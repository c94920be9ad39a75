import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Groups of accounts, and the campaigns that are shared with them. */
export class Teams1767800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index } = ddl(queryRunner)
    await table('team', [
      'id varchar(36) NOT NULL PRIMARY KEY',
      'name varchar(100) NOT NULL',
      'version int NOT NULL',
      'created_at varchar(24) NOT NULL',
    ])
    await index('ux_team_name', 'team', 'name', { unique: true })
    await table(
      'team_member',
      [
        'team_id varchar(36) NOT NULL',
        'account_id varchar(36) NOT NULL',
        'PRIMARY KEY (team_id, account_id)',
      ],
      { clustered: true },
    )
    await index('ix_team_member_account', 'team_member', 'account_id')
    await table(
      'campaign_team_share',
      [
        'campaign_id varchar(36) NOT NULL',
        'team_id varchar(36) NOT NULL',
        'access varchar(10) NOT NULL',
        'PRIMARY KEY (campaign_id, team_id)',
      ],
      { clustered: true },
    )
    await index('ix_campaign_team_share_team', 'campaign_team_share', 'team_id')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['campaign_team_share', 'team_member', 'team'])
      await queryRunner.query(`DROP TABLE IF EXISTS ${table}`)
  }
}
