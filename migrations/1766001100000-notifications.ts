import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const TABLES = ['notice', 'notification', 'notification_preference', 'notification_letter']

/** What people are told of, to whom, and the letters that bring it. */
export class Notifications1766001100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, columns, index, autoId } = ddl(queryRunner)
    await table('notice', [
      autoId,
      'rule varchar(30) NOT NULL',
      'subject varchar(200) NOT NULL',
      'active_key varchar(240) NULL',
      'data longtext NULL',
      'campaign_id varchar(36) NULL',
      'unit_id varchar(36) NULL',
      'raised_at varchar(24) NOT NULL',
      'over_at varchar(24) NULL',
    ])
    await index('ux_notice_active', 'notice', 'active_key', { unique: true })
    await index('ix_notice_over', 'notice', 'over_at, rule')
    await table(
      'notification',
      [
        'account_id varchar(36) NOT NULL',
        'notice_id bigint NOT NULL',
        'read_at varchar(24) NULL',
        'PRIMARY KEY (account_id, notice_id)',
      ],
      { clustered: true },
    )
    await index('ix_notification_notice', 'notification', 'notice_id')
    await table('notification_preference', [
      'account_id varchar(36) NOT NULL PRIMARY KEY',
      'language varchar(2) NOT NULL',
      'mail longtext NULL',
      "CONSTRAINT ck_notification_preference_language CHECK (language IN ('ko', 'en'))",
    ])
    await table('notification_letter', [
      autoId,
      'notice_id bigint NOT NULL',
      'channel varchar(10) NOT NULL',
      'receiver varchar(64) NOT NULL',
      'status varchar(10) NOT NULL',
      'attempts int NOT NULL',
      'next_attempt_at varchar(24) NULL',
      'error varchar(500) NULL',
      'created_at varchar(24) NOT NULL',
      'done_at varchar(24) NULL',
      "CONSTRAINT ck_notification_letter_channel CHECK (channel IN ('MAIL', 'WEBHOOK'))",
      "CONSTRAINT ck_notification_letter_status CHECK (status IN ('PENDING', 'DELIVERED', 'DEAD'))",
    ])
    await index('ix_notification_letter_due', 'notification_letter', 'status, next_attempt_at')
    await index('ix_notification_letter_notice', 'notification_letter', 'notice_id')
    await columns('webhook', [`events varchar(500) NOT NULL DEFAULT '["child-ad.publish-requested"]'`])
    await columns('journal', ['account_id varchar(36) NULL'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    await dropColumn('journal', 'account_id')
    await dropColumn('webhook', 'events')
    for (const table of TABLES.toReversed()) await queryRunner.query(`DROP TABLE IF EXISTS ${table}`)
  }
}
