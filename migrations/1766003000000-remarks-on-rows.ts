import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Beside the rows that a file's run refused stand remarks on rows that it took. */
export class RemarksOnRows1766003000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('forecast_rejection', ['taken boolean NOT NULL DEFAULT 0'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).dropColumn('forecast_rejection', 'taken')
  }
}
