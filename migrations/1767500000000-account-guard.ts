import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** One row that every change of an account writes, so that no two of them go by each other. */
export class AccountGuard1767500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, insertMissing } = ddl(queryRunner)
    await table('account_guard', [
      'one int NOT NULL PRIMARY KEY',
      'changes bigint NOT NULL',
      'CONSTRAINT ck_account_guard_one CHECK (one = 1)',
    ])
    await insertMissing('INSERT INTO account_guard (one, changes) VALUES (1, 0)')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE account_guard')
  }
}
