import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { Schema } from '../../server/database/schema'
import { SCHEMA } from '../../server/programs/schema'

/** A migration of a release that doesn't exist yet. */
class NextRelease9000000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE next_release (id int NOT NULL PRIMARY KEY)')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE next_release')
  }
}

export const NEXT_SCHEMA: Schema = { ...SCHEMA, migrations: [...SCHEMA.migrations, NextRelease9000000000000] }
