import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** What a person should look at before a row is confirmed, and the days that its correction was made for. */
export class StandardNotes1765020200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('standard_inventory', [
      'notes longtext NULL',
      'forecast_days int NULL',
      'adjusted_days int NULL',
    ])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    for (const column of ['notes', 'forecast_days', 'adjusted_days'])
      await dropColumn('standard_inventory', column)
  }
}
