import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const TABLES = [
  'booking',
  'past_booking',
  'unit_hold',
  'unit_hold_row',
  'booking_event',
  'split_rule_setting',
]
const FIRST_RULES = '{"platform":"remainder-last","group":"remainder-last","owner":"remainder-last"}'

/** Holds, amendments, the end of a booking, its history, and splitting rules as data. */
export class Bookings1764800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index, columns, check, dropColumn, insertMissing, autoId } = ddl(queryRunner)
    const counts = ['amount bigint NOT NULL', 'impressions bigint NOT NULL', 'rules longtext NULL']
    await table('booking', [
      'unit_id varchar(36) NOT NULL PRIMARY KEY',
      'purchase_id varchar(36) NOT NULL',
      'revision int NOT NULL',
      ...counts,
      'at varchar(24) NOT NULL',
      'CONSTRAINT ck_booking_counts CHECK (amount >= 0 AND impressions >= 0)',
    ])
    await table(
      'past_booking',
      [
        'unit_id varchar(36) NOT NULL',
        'revision int NOT NULL',
        'purchase_id varchar(36) NOT NULL',
        ...counts,
        'at varchar(24) NOT NULL',
        'tree longtext NULL',
        'PRIMARY KEY (unit_id, revision)',
      ],
      { clustered: true },
    )
    await table('unit_hold', [
      'unit_id varchar(36) NOT NULL PRIMARY KEY',
      'campaign_id varchar(36) NOT NULL',
      'variant varchar(20) NULL',
      'expires_at varchar(24) NOT NULL',
      ...counts,
      'split longtext NULL',
      'actor varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
    ])
    await index('ix_unit_hold_campaign', 'unit_hold', 'campaign_id')
    await index('ix_unit_hold_expires', 'unit_hold', 'expires_at')
    await table(
      'unit_hold_row',
      [
        'unit_id varchar(36) NOT NULL',
        'meta_id varchar(100) NOT NULL',
        'platform varchar(64) NOT NULL',
        'date date NOT NULL',
        'need bigint NOT NULL',
        'counted bigint NOT NULL',
        'PRIMARY KEY (unit_id, meta_id, platform, date)',
        'CONSTRAINT ck_unit_hold_row_counts CHECK (counted >= 0 AND counted <= need)',
      ],
      { clustered: true },
    )
    await table('booking_event', [
      autoId,
      'campaign_id varchar(36) NOT NULL',
      'unit_id varchar(36) NOT NULL',
      'action varchar(20) NOT NULL',
      'status_before varchar(20) NOT NULL',
      'status_after varchar(20) NOT NULL',
      'purchase_id varchar(36) NULL',
      'revision int NULL',
      'reason varchar(500) NULL',
      'details longtext NULL',
      'actor varchar(36) NOT NULL',
      'ip varchar(45) NULL',
      'user_agent varchar(300) NULL',
      'at varchar(24) NOT NULL',
    ])
    await index('ix_booking_event_unit', 'booking_event', 'unit_id, id')
    await table('split_rule_setting', [
      autoId,
      'platform_rule varchar(20) NOT NULL',
      'group_rule varchar(20) NOT NULL',
      'owner_rule varchar(20) NOT NULL',
      'reason varchar(500) NOT NULL',
      'actor varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
    ])
    await index('ix_idempotency_key_created', 'idempotency_key', 'created_at')
    // Only answers with one status are stored, so the column has no information.
    await dropColumn('idempotency_key', 'status')
    await columns('campaign_unit', ['platforms varchar(2000) NULL'])
    await columns('share_cell', ['revision int NOT NULL DEFAULT 1'])
    // An ad that an amendment emptied stays, canceled, so that reports still find it.
    await check('ck_child_ad_counts', 'child_ad', 'amount >= 0 AND impressions >= 0')
    // Earlier purchases get the first revision.
    await insertMissing(
      `INSERT INTO booking (unit_id, purchase_id, revision, amount, impressions, rules, at)
       SELECT ad.unit_id, ad.purchase_id, 1, SUM(ad.amount), SUM(ad.impressions), '${FIRST_RULES}', MAX(p.at)
       FROM ad JOIN purchase p ON p.id = ad.purchase_id GROUP BY ad.unit_id, ad.purchase_id`,
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await queryRunner.query(`DROP TABLE ${table}`)
    await ddl(queryRunner).dropIndex('ix_idempotency_key_created', 'idempotency_key')
    await queryRunner.query('ALTER TABLE idempotency_key ADD COLUMN status int NULL')
    await queryRunner.query('ALTER TABLE campaign_unit DROP COLUMN platforms')
    await queryRunner.query('ALTER TABLE share_cell DROP COLUMN revision')
    await queryRunner.query('DELETE FROM child_ad WHERE impressions = 0')
    await ddl(queryRunner).check('ck_child_ad_counts', 'child_ad', 'amount >= 0 AND impressions > 0')
  }
}
