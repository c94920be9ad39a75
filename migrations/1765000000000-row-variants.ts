import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** A row remembers its variant when its hold has ended, so that only one variant of a set is counted. */
export class RowVariants1765000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('campaign_unit', ['variant varchar(20) NULL'])
    await queryRunner.query(
      `UPDATE campaign_unit SET variant = (SELECT h.variant FROM unit_hold h WHERE h.unit_id = campaign_unit.id)
       WHERE id IN (SELECT unit_id FROM unit_hold WHERE variant IS NOT NULL)`,
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).dropColumn('campaign_unit', 'variant')
  }
}
