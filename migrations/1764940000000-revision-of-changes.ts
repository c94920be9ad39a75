import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Stores the campaign's revision with every change of a row; earlier changes have none. */
export class RevisionOfChanges1764940000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('campaign_unit_change', ['revision int NULL'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE campaign_unit_change DROP COLUMN revision')
  }
}
