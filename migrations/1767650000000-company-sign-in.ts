import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const COLUMNS = [
  'identity varchar(64) NULL',
  'issuer varchar(300) NULL',
  'password_to_change int NOT NULL DEFAULT 0',
]

/**
 * Accounts that sign in at the company's provider, the sign-ins that are under way there, and passwords that somebody
 * else has set and that are to be changed.
 */
export class CompanySignIn1767650000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns, index } = ddl(queryRunner)
    await columns('account', COLUMNS)
    await index('ux_account_identity', 'account', 'identity', { unique: true })
    await table('sign_in_attempt', [
      'state_hash varchar(64) NOT NULL PRIMARY KEY',
      'browser_hash varchar(64) NOT NULL',
      'challenge varchar(43) NOT NULL',
      'page varchar(20) NOT NULL',
      'expires_at varchar(24) NOT NULL',
    ])
    await index('ix_sign_in_attempt_expires', 'sign_in_attempt', 'expires_at')
    await table('sign_in_hand_over', [
      'code_hash varchar(64) NOT NULL PRIMARY KEY',
      'challenge varchar(43) NOT NULL',
      'account_id varchar(36) NOT NULL',
      'expires_at varchar(24) NOT NULL',
    ])
    await index('ix_sign_in_hand_over_expires', 'sign_in_hand_over', 'expires_at')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn, dropIndex } = ddl(queryRunner)
    await queryRunner.query('DROP TABLE IF EXISTS sign_in_hand_over')
    await queryRunner.query('DROP TABLE IF EXISTS sign_in_attempt')
    await dropIndex('ux_account_identity', 'account')
    for (const column of COLUMNS.toReversed()) await dropColumn('account', column.split(' ')[0]!)
  }
}
