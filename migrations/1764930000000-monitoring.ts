import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const TABLES = [
  'monitoring_state',
  'monitoring_campaign',
  'monitoring_unit',
  'monitoring_delivery_day',
  'monitoring_inventory_day',
]

/** Precomputed figures of the dashboard: caches that can be rebuilt from the other tables at any time. */
export class Monitoring1764930000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { table, index } = ddl(queryRunner)
    await table('monitoring_state', [
      'id int NOT NULL PRIMARY KEY',
      'as_of varchar(24) NOT NULL',
      'real_at varchar(24) NOT NULL',
      'today date NOT NULL',
      'journal_floor bigint NOT NULL',
      'ledger_floor int NOT NULL',
    ])
    await table('monitoring_campaign', [
      'campaign_id varchar(36) NOT NULL PRIMARY KEY',
      'booking_status varchar(20) NOT NULL',
      'publish_status varchar(20) NULL',
      'units int NOT NULL',
      'amount bigint NOT NULL',
      'guaranteed bigint NOT NULL',
      'delivered bigint NOT NULL',
      'clicks bigint NOT NULL',
      'views bigint NOT NULL',
      'at_risk_units int NOT NULL',
      'missing bigint NOT NULL',
    ])
    await index('ix_monitoring_campaign_status', 'monitoring_campaign', 'booking_status')
    await table('monitoring_unit', [
      'unit_id varchar(36) NOT NULL PRIMARY KEY',
      'campaign_id varchar(36) NOT NULL',
      'guaranteed bigint NOT NULL',
      'delivered bigint NOT NULL',
      'expected_to_date bigint NOT NULL',
      'delivered_to_date bigint NOT NULL',
      'projected bigint NOT NULL',
      'missing bigint NOT NULL',
      'reason varchar(40) NULL',
    ])
    await index('ix_monitoring_unit_campaign', 'monitoring_unit', 'campaign_id')
    await index('ix_monitoring_unit_missing', 'monitoring_unit', 'missing')
    await table(
      'monitoring_delivery_day',
      [
        'date date NOT NULL',
        'platform varchar(64) NOT NULL',
        'campaign_id varchar(36) NOT NULL',
        'planned bigint NOT NULL',
        'delivered bigint NOT NULL',
        'clicks bigint NOT NULL',
        'views bigint NOT NULL',
        'PRIMARY KEY (date, platform, campaign_id)',
      ],
      { clustered: true },
    )
    await index('ix_monitoring_delivery_day_campaign', 'monitoring_delivery_day', 'campaign_id')
    await table(
      'monitoring_inventory_day',
      [
        'date date NOT NULL',
        'platform varchar(64) NOT NULL',
        'forecast bigint NOT NULL',
        'capacity bigint NOT NULL',
        'held bigint NOT NULL',
        'sold bigint NOT NULL',
        'PRIMARY KEY (date, platform)',
      ],
      { clustered: true },
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await queryRunner.query(`DROP TABLE ${table}`)
  }
}
