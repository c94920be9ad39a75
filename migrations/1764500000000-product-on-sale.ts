import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** Products can be withdrawn from sale; existing ones stay on sale. */
export class ProductOnSale1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await ddl(queryRunner).columns('product', ['on_sale boolean NOT NULL DEFAULT 1'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE product DROP COLUMN on_sale')
  }
}
