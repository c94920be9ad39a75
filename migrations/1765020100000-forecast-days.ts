import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** What each day holds after the last file that touched it, and the hours that files have withdrawn. */
export class ForecastDays1765020100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns, insertMissing } = ddl(queryRunner)
    await table(
      'forecast_day',
      [
        'date date NOT NULL',
        'part varchar(64) NOT NULL',
        'meta_id varchar(100) NOT NULL',
        'hours int NOT NULL',
        'forecast bigint NOT NULL',
        'forecast_before bigint NULL',
        'run_id varchar(36) NULL',
        'PRIMARY KEY (date, part, meta_id)',
      ],
      { clustered: true },
    )
    await insertMissing(
      `INSERT INTO forecast_day (date, part, meta_id, hours, forecast)
       SELECT date, part, meta_id, SUM(1 << hour), SUM(forecast) FROM forecast_inventory
       GROUP BY date, part, meta_id`,
    )
    await table(
      'forecast_withdrawal',
      [
        'run_id varchar(36) NOT NULL',
        'date date NOT NULL',
        'part varchar(64) NOT NULL',
        'meta_id varchar(100) NOT NULL',
        'hour tinyint NOT NULL',
        'forecast bigint NOT NULL',
        'actual bigint NULL',
        'PRIMARY KEY (run_id, date, part, meta_id, hour)',
      ],
      { clustered: true },
    )
    await columns('forecast_file', [
      'complete boolean NOT NULL DEFAULT 0',
      'withdrawn bigint NOT NULL DEFAULT 0',
    ])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    for (const column of ['complete', 'withdrawn']) await dropColumn('forecast_file', column)
    await queryRunner.query('DROP TABLE forecast_withdrawal')
    await queryRunner.query('DROP TABLE forecast_day')
  }
}
