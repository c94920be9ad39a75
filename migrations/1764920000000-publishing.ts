import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const TABLES = ['webhook', 'webhook_platform', 'publish_request']

/** Requests to ad servers, and their webhooks. */
export class Publishing1764920000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index, autoId } = ddl(queryRunner)
    await table('webhook', [
      'code varchar(64) NOT NULL PRIMARY KEY',
      'url varchar(2000) NOT NULL',
      'secrets varchar(500) NULL',
      'enabled int NOT NULL',
      'version int NOT NULL',
      'updated_at varchar(24) NOT NULL',
    ])
    await table('webhook_platform', [
      'platform varchar(64) NOT NULL PRIMARY KEY',
      'webhook varchar(64) NOT NULL',
    ])
    await index('ix_webhook_platform_webhook', 'webhook_platform', 'webhook')
    await table('publish_request', [
      autoId,
      'child_ad_id varchar(36) NOT NULL',
      'ad_id varchar(36) NOT NULL',
      'unit_id varchar(36) NOT NULL',
      'campaign_id varchar(36) NOT NULL',
      'platform varchar(64) NOT NULL',
      'action varchar(10) NOT NULL',
      'revision int NOT NULL',
      'booking_status varchar(20) NOT NULL',
      'start_date date NOT NULL',
      'end_date date NOT NULL',
      'amount bigint NOT NULL',
      'impressions bigint NOT NULL',
      'status varchar(10) NOT NULL',
      'attempts int NOT NULL',
      'next_attempt_at varchar(24) NULL',
      'webhook varchar(64) NULL',
      'answer int NULL',
      'error varchar(500) NULL',
      'created_at varchar(24) NOT NULL',
      'done_at varchar(24) NULL',
      "CONSTRAINT ck_publish_request_action CHECK (action IN ('CREATE', 'UPDATE', 'CANCEL', 'PAUSE', 'RESUME'))",
      "CONSTRAINT ck_publish_request_status CHECK (status IN ('PENDING', 'DELIVERED', 'DEAD', 'WITHHELD'))",
    ])
    await index('ix_publish_request_status', 'publish_request', 'status, platform, id')
    await index('ix_publish_request_child_ad', 'publish_request', 'child_ad_id, id')
    // An upgrade must not flood an ad server: requests for earlier bookings are stored as WITHHELD and sent
    // only by a replay.
    await queryRunner.query(
      `INSERT INTO publish_request
         (child_ad_id, ad_id, unit_id, campaign_id, platform, action, revision, booking_status, start_date, end_date,
          amount, impressions, status, attempts, created_at)
       SELECT c.id, ad.id, u.id, u.campaign_id, ad.platform,
              CASE WHEN c.publish_status = 'CANCELED' THEN 'CANCEL' ELSE 'CREATE' END,
              b.revision, u.booking_status, u.start_date, u.end_date, c.amount, c.impressions, 'WITHHELD', 0, b.at
       FROM child_ad c JOIN ad ON ad.id = c.ad_id JOIN booking b ON b.unit_id = ad.unit_id
       JOIN campaign_unit u ON u.id = ad.unit_id
       WHERE NOT EXISTS (SELECT 1 FROM publish_request)`,
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await queryRunner.query(`DROP TABLE ${table}`)
  }
}
