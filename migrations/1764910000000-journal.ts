import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Events of campaigns in the order in which they were written; live events are read from here. */
export class Journal1764910000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, autoId } = ddl(queryRunner)
    // Read and pruned by id only: another index would slow down every purchase.
    await table('journal', [
      autoId,
      'campaign_id varchar(36) NOT NULL',
      'unit_id varchar(36) NULL',
      'kind varchar(40) NOT NULL',
      'data longtext NOT NULL',
      'at varchar(24) NOT NULL',
    ])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE journal')
  }
}
