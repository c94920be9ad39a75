import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const COLUMNS = ['last_used_at varchar(24) NULL', 'address varchar(45) NULL', 'user_agent varchar(300) NULL']

/** A session knows when it was used last, and from where it was begun. */
export class Sessions1767400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('session', COLUMNS)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    for (const column of COLUMNS.toReversed()) await dropColumn('session', column.split(' ')[0]!)
  }
}
