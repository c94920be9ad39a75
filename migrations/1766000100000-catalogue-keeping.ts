import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Contents and owners can be retired or merged, and changes of the catalogue have a history. */
export class CatalogueKeeping1766000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index, autoId } = ddl(queryRunner)
    await table(
      'retirement',
      [
        'kind varchar(20) NOT NULL',
        'code varchar(100) NOT NULL',
        'merged_into varchar(100) NULL',
        'merged_from varchar(7) NULL',
        'PRIMARY KEY (kind, code)',
        "CONSTRAINT ck_retirement_kind CHECK (kind IN ('CONTENT', 'CONTENT_OWNER'))",
      ],
      { clustered: true },
    )
    await table('catalogue_change', [
      autoId,
      'kind varchar(20) NOT NULL',
      'code varchar(100) NOT NULL',
      'field varchar(40) NOT NULL',
      'value_before longtext NULL',
      'value_after longtext NULL',
      'reason varchar(500) NULL',
      'actor varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
      "CONSTRAINT ck_catalogue_change_kind CHECK (kind IN ('PRODUCT', 'CONTENT', 'CONTENT_OWNER'))",
    ])
    await index('ix_catalogue_change', 'catalogue_change', 'kind, code, id')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE catalogue_change')
    await queryRunner.query('DROP TABLE retirement')
  }
}
