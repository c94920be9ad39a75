import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** The order in which runs of one lane are worked on, whichever process does it. */
export class JobLanes1765020000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns } = ddl(queryRunner)
    await table('job_lane', ['name varchar(20) NOT NULL PRIMARY KEY', 'last bigint NOT NULL'])
    await columns('job_run', ['lane varchar(20) NULL', 'place bigint NULL'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    for (const column of ['lane', 'place']) await dropColumn('job_run', column)
    await queryRunner.query('DROP TABLE job_lane')
  }
}
