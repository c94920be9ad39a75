import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Adds a run's owner and fence, the slot of work that is done only once, and log lines. */
export class JobRuns1764600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index, columns, autoId } = ddl(queryRunner)
    await columns('job_run', [
      'slot varchar(200) NULL',
      'owner varchar(160) NULL',
      'fence int NOT NULL DEFAULT 0',
      'attempt int NOT NULL DEFAULT 0',
      "due_at varchar(24) NOT NULL DEFAULT '1970-01-01T00:00:00.000Z'",
      'cancel_requested_at varchar(24) NULL',
    ])
    // If two processes start a run for the same scheduled instant or the same file, the second violates this
    // index.
    await index('ux_job_run_slot', 'job_run', 'job, slot', { unique: true })
    await index('ix_job_run_status', 'job_run', 'status')
    await table('job_run_line', [
      autoId,
      'run_id varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
      'level varchar(10) NOT NULL',
      'text varchar(1000) NOT NULL',
      "CONSTRAINT ck_job_run_line_level CHECK (level IN ('info', 'warning', 'error'))",
    ])
    await index('ix_job_run_line_run', 'job_run_line', 'run_id')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropIndex } = ddl(queryRunner)
    await queryRunner.query('DROP TABLE job_run_line')
    await dropIndex('ux_job_run_slot', 'job_run')
    await dropIndex('ix_job_run_status', 'job_run')
    for (const column of ['slot', 'owner', 'fence', 'attempt', 'due_at', 'cancel_requested_at'])
      await queryRunner.query(`ALTER TABLE job_run DROP COLUMN ${column}`)
  }
}
