import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

const KINDS = ['CORRECTED', 'CONFIRMED', 'REOPENED']

/** Confirmed rows keep what was confirmed, and have the newest forecast beside it. */
export class ConfirmedMonths1766000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { columns } = ddl(queryRunner)
    await columns('standard_inventory', ['new_forecast_total bigint NULL', 'changed_at varchar(24) NULL'])
    await columns('standard_inventory_day', ['new_forecast bigint NULL'])
    await columns('standard_inventory_change', ['forecast_before bigint NULL', 'forecast_after bigint NULL'])
    await changes(queryRunner, [...KINDS, 'FORECAST_TAKEN', 'FORECAST_KEPT'])
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { dropColumn } = ddl(queryRunner)
    await queryRunner.query(
      "DELETE FROM standard_inventory_change WHERE kind IN ('FORECAST_TAKEN', 'FORECAST_KEPT')",
    )
    await changes(queryRunner, KINDS)
    for (const column of ['forecast_before', 'forecast_after'])
      await dropColumn('standard_inventory_change', column)
    await dropColumn('standard_inventory_day', 'new_forecast')
    for (const column of ['new_forecast_total', 'changed_at']) await dropColumn('standard_inventory', column)
  }
}

/** Replaces the kinds that a change of a row may have. */
async function changes(queryRunner: QueryRunner, kinds: readonly string[]): Promise<void> {
  const { check, rebuild, index, mysql, autoId } = ddl(queryRunner)
  const condition = `kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`
  if (mysql) return check('ck_standard_change_kind', 'standard_inventory_change', condition)
  await rebuild(
    'standard_inventory_change',
    [
      autoId,
      'standard_id int NOT NULL',
      'kind varchar(20) NOT NULL',
      'adjusted_before bigint NULL',
      'adjusted_after bigint NULL',
      'forecast_before bigint NULL',
      'forecast_after bigint NULL',
      'reason varchar(500) NULL',
      'actor varchar(36) NOT NULL',
      'at varchar(24) NOT NULL',
      `CONSTRAINT ck_standard_change_kind CHECK (${condition})`,
    ],
    'id, standard_id, kind, adjusted_before, adjusted_after, forecast_before, forecast_after, reason, actor, at',
  )
  await index('ix_standard_inventory_change', 'standard_inventory_change', 'standard_id, id')
}
