import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const COUNTED = ['requested', 'approved', 'live', 'paused', 'completed', 'rejected', 'failed', 'canceled']

/** Reports of ad servers: statuses as facts with their own time, their aggregation, and delivery by day. */
export class StatusesAndDelivery1764900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns, index } = ddl(queryRunner)
    await columns('child_ad', ['status_reported_at varchar(24) NULL'])
    await table(
      'publish_report',
      [
        'child_ad_id varchar(36) NOT NULL',
        'reported_at varchar(24) NOT NULL',
        'status varchar(20) NOT NULL',
        'origin varchar(20) NOT NULL',
        'message varchar(500) NULL',
        'received_at varchar(24) NOT NULL',
        'PRIMARY KEY (child_ad_id, reported_at, status, origin)',
      ],
      { clustered: true },
    )
    await table('unit_publish_status', [
      'unit_id varchar(36) NOT NULL PRIMARY KEY',
      'campaign_id varchar(36) NOT NULL',
      'status varchar(20) NOT NULL',
      ...COUNTED.map((column) => `${column} int NOT NULL`),
      'updated_at varchar(24) NOT NULL',
      `CONSTRAINT ck_unit_publish_status_counts CHECK (${COUNTED.map((column) => `${column} >= 0`).join(' AND ')})`,
    ])
    await index('ix_unit_publish_status_campaign', 'unit_publish_status', 'campaign_id')
    await table(
      'delivery_day',
      [
        'child_ad_id varchar(36) NOT NULL',
        'date date NOT NULL',
        'impressions bigint NOT NULL',
        'clicks bigint NOT NULL',
        'views bigint NOT NULL',
        'reported_at varchar(24) NOT NULL',
        'updated_at varchar(24) NOT NULL',
        'PRIMARY KEY (child_ad_id, date)',
        'CONSTRAINT ck_delivery_day_counts CHECK (impressions >= 0 AND clicks >= 0 AND views >= 0)',
      ],
      { clustered: true },
    )
    await index('ix_delivery_day_date', 'delivery_day', 'date')
    await table('makegood', [
      'unit_id varchar(36) NOT NULL PRIMARY KEY',
      'for_unit_id varchar(36) NOT NULL',
      'actor varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
    ])
    await index('ix_makegood_for_unit', 'makegood', 'for_unit_id')
    await fill(queryRunner)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['makegood', 'delivery_day', 'unit_publish_status', 'publish_report'])
      await queryRunner.query(`DROP TABLE ${table}`)
    await queryRunner.query('ALTER TABLE child_ad DROP COLUMN status_reported_at')
  }
}

/** Fills the tables for earlier purchases. Until now only the end of a booking changed a status. */
async function fill(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(
    "UPDATE child_ad SET status_reported_at = updated_at WHERE publish_status = 'CANCELED'",
  )
  const { insertMissing } = ddl(queryRunner)
  await insertMissing(
    `INSERT INTO publish_report (child_ad_id, reported_at, status, origin, message, received_at)
     SELECT id, updated_at, 'CANCELED', 'BOOKING', NULL, updated_at FROM child_ad
     WHERE publish_status = 'CANCELED'`,
  )
  const count = (status: string) =>
    `SUM(CASE WHEN c.publish_status = '${status.toUpperCase()}' THEN 1 ELSE 0 END)`
  await insertMissing(
    `INSERT INTO unit_publish_status (unit_id, campaign_id, status, ${COUNTED.join(', ')}, updated_at)
     SELECT u.id, u.campaign_id,
       CASE WHEN ${count('requested')} > 0 THEN 'REQUESTED' ELSE 'CANCELED' END,
       ${COUNTED.map(count).join(', ')}, MAX(c.updated_at)
     FROM campaign_unit u JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id
     GROUP BY u.id, u.campaign_id`,
  )
}
