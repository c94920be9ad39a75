import { randomUUID } from 'node:crypto'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/** The same in every repetition of the migration by a process. */
const INSTALLATION = randomUUID()
const STATUS = 'ck_publish_request_status'
const STATUSES = "status IN ('PENDING', 'DELIVERED', 'DEAD', 'WITHHELD', 'SUPERSEDED', 'RETIRED')"
const STATUSES_BEFORE = "status IN ('PENDING', 'DELIVERED', 'DEAD', 'WITHHELD')"

/** How dead letters end, what ad servers answered, what operators did with them, and the installation's own id. */
export class DeadLetters1766001000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns, check, index, autoId, insertMissing } = ddl(queryRunner)
    await check(STATUS, 'publish_request', STATUSES)
    await columns('publish_request', ['answer_text varchar(1000) NULL'])
    await table('publish_request_handling', [
      autoId,
      'request_id bigint NOT NULL',
      'kind varchar(10) NOT NULL',
      'reason varchar(500) NULL',
      'answer int NULL',
      'actor varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
      "CONSTRAINT ck_publish_request_handling_kind CHECK (kind IN ('REPLAYED', 'RETIRED'))",
    ])
    await index('ix_publish_request_handling_request', 'publish_request_handling', 'request_id')
    await table('installation', [
      'one int NOT NULL PRIMARY KEY',
      'id varchar(36) NOT NULL',
      'CONSTRAINT ck_installation_one CHECK (one = 1)',
    ])
    await insertMissing(`INSERT INTO installation (one, id) VALUES (1, '${INSTALLATION}')`)
    // The inner SELECT is materialised: MySQL doesn't update a table that it reads.
    await queryRunner.query(
      `UPDATE publish_request SET status = 'SUPERSEDED' WHERE id IN (SELECT id FROM (
         SELECT r.id AS id FROM publish_request r WHERE r.status = 'DEAD' AND EXISTS (
           SELECT 1 FROM publish_request p
           WHERE p.child_ad_id = r.child_ad_id AND p.id > r.id AND p.status = 'DELIVERED')) overtaken)`,
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      "UPDATE publish_request SET status = 'DEAD' WHERE status IN ('SUPERSEDED', 'RETIRED')",
    )
    const { check, dropColumn } = ddl(queryRunner)
    await dropColumn('publish_request', 'answer_text')
    await check(STATUS, 'publish_request', STATUSES_BEFORE)
    for (const table of ['installation', 'publish_request_handling'])
      await queryRunner.query(`DROP TABLE IF EXISTS ${table}`)
  }
}
