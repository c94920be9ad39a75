import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** The rules that an account doesn't want to be told of. */
export class MutedNotifications1767000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('notification_preference', ['muted longtext NULL'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).dropColumn('notification_preference', 'muted')
  }
}
