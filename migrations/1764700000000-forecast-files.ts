import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** The forecast files that were loaded, with their outcome, and every rejected row. */
export class ForecastFiles1764700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index } = ddl(queryRunner)
    await table('forecast_file', [
      'run_id varchar(36) NOT NULL PRIMARY KEY',
      'name varchar(255) NOT NULL',
      'hash varchar(64) NOT NULL',
      'size bigint NOT NULL',
      'source varchar(10) NOT NULL',
      'actor varchar(36) NULL',
      'encoding varchar(10) NULL',
      'sheet varchar(255) NULL',
      'parts_hash varchar(64) NOT NULL',
      'accepted bigint NOT NULL',
      'rejected bigint NOT NULL',
      'duplicates bigint NOT NULL',
      'new_contents bigint NOT NULL',
      'same_as varchar(36) NULL',
      'outcome longtext NULL',
      'created_at varchar(24) NOT NULL',
      'taken_at varchar(24) NULL',
      "CONSTRAINT ck_forecast_file_source CHECK (source IN ('UPLOAD', 'INBOX', 'SERVICE'))",
    ])
    await index('ix_forecast_file_hash', 'forecast_file', 'hash')
    await index('ix_forecast_file_created', 'forecast_file', 'created_at')
    await table(
      'forecast_rejection',
      [
        'run_id varchar(36) NOT NULL',
        'position int NOT NULL',
        'line bigint NOT NULL',
        'column_name varchar(20) NOT NULL',
        'value varchar(200) NOT NULL',
        'reason varchar(500) NOT NULL',
        'PRIMARY KEY (run_id, position)',
      ],
      { clustered: true },
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE forecast_rejection')
    await queryRunner.query('DROP TABLE forecast_file')
  }
}
