import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const BEFORE = "'PRODUCT', 'CONTENT', 'CONTENT_OWNER', 'PLATFORM', 'PART'"

/** Changes of targeting groups have a history too. */
export class TargetingGroupHistory1767200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await kinds(queryRunner, `${BEFORE}, 'TARGETING_GROUP'`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("DELETE FROM catalogue_change WHERE kind = 'TARGETING_GROUP'")
    await kinds(queryRunner, BEFORE)
  }
}

function kinds(queryRunner: QueryRunner, listed: string): Promise<void> {
  return ddl(queryRunner).check('ck_catalogue_change_kind', 'catalogue_change', `kind IN (${listed})`)
}
