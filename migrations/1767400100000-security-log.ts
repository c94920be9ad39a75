import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Who did what from where: sign-ins, accounts, prices, inventory, overrides, exports. */
export class SecurityLog1767400100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index, autoId } = ddl(queryRunner)
    await table('security_event', [
      autoId,
      'at varchar(24) NOT NULL',
      'action varchar(40) NOT NULL',
      'actor varchar(36) NULL',
      'subject varchar(254) NULL',
      'address varchar(45) NULL',
      'user_agent varchar(300) NULL',
      'request_id varchar(36) NULL',
      'details longtext NULL',
    ])
    await index('ix_security_event_at', 'security_event', 'at')
    await index('ix_security_event_action', 'security_event', 'action, id')
    await index('ix_security_event_actor', 'security_event', 'actor, id')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE IF EXISTS security_event')
  }
}
