import type { MigrationInterface, QueryRunner } from 'typeorm'
import { putIntoCleanForm } from './1765020300000-clean-keys'

/** The rule of shared/keys.ts as it was when this migration was written. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0080-\u009f\u2800\ufff9-\ufffb]/gu
const OTHER_SPACES = /[\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f]/g
const cleaned = (key: string) => key.replace(INVISIBLE, '').replace(OTHER_SPACES, ' ').normalize('NFC').trim()

/** Cleans keys again, of marks such as Hangul fillers and of other spaces too. */
export class MoreInvisibleMarks1767100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await putIntoCleanForm(queryRunner, cleaned)
  }

  /** The earlier forms are not kept. */
  async down(): Promise<void> {}
}
