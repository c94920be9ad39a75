import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const KINDS = ['PRODUCT', 'CONTENT', 'CONTENT_OWNER']
const NEW_KINDS = ['PLATFORM', 'PART']

/** Changes of platforms and parts have a history too. */
export class CatalogueHistory1766005100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await kinds(queryRunner, [...KINDS, ...NEW_KINDS])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM catalogue_change WHERE kind IN (${listed(NEW_KINDS)})`)
    await kinds(queryRunner, KINDS)
  }
}

function kinds(queryRunner: QueryRunner, all: readonly string[]): Promise<void> {
  return ddl(queryRunner).check('ck_catalogue_change_kind', 'catalogue_change', `kind IN (${listed(all)})`)
}

function listed(all: readonly string[]): string {
  return all.map((kind) => `'${kind}'`).join(', ')
}
