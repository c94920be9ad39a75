import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const GROWING = [
  'job_run_line',
  'booking_event',
  'split_rule_setting',
  'deduction',
  'journal',
  'publish_request',
  'standard_inventory',
  'standard_inventory_change',
  'campaign_unit_change',
]

/**
 * Ids are 64 bits wide, text columns as long as the bodies that fill them, capacity is computed by the database, and the lists
 * and jobs that read whole tables get an index.
 */
export class RoomToGrow1764950000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await capacity(queryRunner)
    const { widen, index, dropIndex } = ddl(queryRunner)
    for (const table of GROWING) await widen(table, ['id bigint NOT NULL AUTO_INCREMENT'])
    await widen('standard_inventory_day', ['standard_id bigint NOT NULL'])
    await widen('standard_inventory_change', ['standard_id bigint NOT NULL'])
    await widen('monitoring_state', ['ledger_floor bigint NOT NULL'])
    await widen('campaign_unit', ['platforms longtext NULL'])
    await widen('campaign_unit_group', ['platforms longtext NULL'])
    await widen('campaign_unit_change', ['value_before longtext NULL', 'value_after longtext NULL'])
    await widen('webhook', ['secrets longtext NULL'])
    await index(
      'ix_campaign_unit_booking',
      'campaign_unit',
      'booking_status, start_date, end_date, campaign_id',
    )
    await index('ix_campaign_created', 'campaign', 'created_at, id')
    await dropIndex('ix_monitoring_unit_missing', 'monitoring_unit')
    await index('ix_monitoring_unit_reason', 'monitoring_unit', 'reason')
    await index('ix_campaign_unit_change_version', 'campaign_unit_change', 'unit_id, version')
    await dropIndex('ix_campaign_unit_change', 'campaign_unit_change')
    await index('ix_session_expires', 'session', 'expires_at')
  }

  /** Wider columns stay: longer values may be there already. */
  async down(queryRunner: QueryRunner): Promise<void> {
    const { index, dropIndex, check, mysql } = ddl(queryRunner)
    await dropIndex('ix_campaign_unit_booking', 'campaign_unit')
    await dropIndex('ix_campaign_created', 'campaign')
    await dropIndex('ix_session_expires', 'session')
    await index('ix_campaign_unit_change', 'campaign_unit_change', 'unit_id, field, version')
    await dropIndex('ix_campaign_unit_change_version', 'campaign_unit_change')
    await dropIndex('ix_monitoring_unit_reason', 'monitoring_unit')
    await index('ix_monitoring_unit_missing', 'monitoring_unit', 'missing')
    if (mysql) {
      await queryRunner.query(
        'ALTER TABLE unit_inventory DROP COLUMN capacity, ADD COLUMN capacity bigint NOT NULL DEFAULT 0',
      )
      await queryRunner.query(`UPDATE unit_inventory SET capacity = ${CAPACITY}`)
      await check(NOT_OVERSOLD.name, 'unit_inventory', NOT_OVERSOLD.condition)
    }
    const { name, condition } = NOT_OVERSOLD
    await rebuildForSqlite(
      queryRunner,
      ['capacity bigint NOT NULL', `CONSTRAINT ${name} CHECK (${condition})`],
      ['capacity'],
    )
  }
}

const CAPACITY = 'GREATEST(forecast, held + sold)'
const NOT_OVERSOLD = { name: 'ck_unit_inventory_not_oversold', condition: 'held + sold <= capacity' }

/** Whatever changes forecast, held or sold, the capacity follows. */
async function capacity(queryRunner: QueryRunner): Promise<void> {
  const { compute, dropCheck } = ddl(queryRunner)
  // It is true by construction now.
  await dropCheck(NOT_OVERSOLD.name, 'unit_inventory')
  await compute('unit_inventory', 'capacity', 'bigint', CAPACITY)
  await rebuildForSqlite(queryRunner, [`capacity bigint GENERATED ALWAYS AS (${CAPACITY}) VIRTUAL`])
}

async function rebuildForSqlite(
  queryRunner: QueryRunner,
  capacity: readonly string[],
  copied: readonly string[] = [],
): Promise<void> {
  const { rebuild, index, mysql } = ddl(queryRunner)
  if (mysql) return
  await rebuild(
    'unit_inventory',
    [
      'meta_id varchar(100) NOT NULL',
      'platform varchar(64) NOT NULL',
      'date date NOT NULL',
      'forecast bigint NOT NULL',
      'held bigint NOT NULL',
      'sold bigint NOT NULL',
      ...capacity,
      'PRIMARY KEY (meta_id, platform, date)',
      'CONSTRAINT ck_unit_inventory_counts CHECK (forecast >= 0 AND held >= 0 AND sold >= 0)',
    ],
    ['meta_id', 'platform', 'date', 'forecast', 'held', 'sold', ...copied].join(', '),
    { clustered: true },
  )
  await index('ix_unit_inventory_date', 'unit_inventory', 'date, platform')
}
