import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Where a kind of key is stored: the table that defines it, then every other column that has it. */
const METAS = {
  master: ['content', 'meta_id'],
  others: [
    ['content_platform_weight', 'meta_id'],
    ['targeting_group_member', 'meta_id'],
    ['forecast_inventory', 'meta_id'],
    ['forecast_day', 'meta_id'],
    ['forecast_withdrawal', 'meta_id'],
    ['standard_inventory', 'meta_id'],
    ['unit_inventory', 'meta_id'],
    ['targeting_group_ratio', 'meta_id'],
    ['campaign_unit_group_member', 'meta_id'],
    ['share_cell', 'meta_id'],
    ['deduction', 'meta_id'],
    ['unit_hold_row', 'meta_id'],
  ],
} as const
const OWNERS = {
  master: ['content_owner', 'code'],
  others: [
    ['content', 'owner'],
    ['campaign_unit_group_owner_ratio', 'owner'],
    ['owner_share', 'owner'],
  ],
} as const
const PARTS = {
  master: ['part', 'code'],
  others: [
    ['part_platform', 'part'],
    ['forecast_inventory', 'part'],
    ['forecast_day', 'part'],
    ['forecast_withdrawal', 'part'],
    ['standard_inventory_day', 'part'],
  ],
} as const
/** Exported for the test that compares them with the entities. */
export const KEY_COLUMNS = [METAS, OWNERS, PARTS]

type Place = readonly [table: string, column: string]

/** Keys in one statement. */
const BATCH = 200

/** The rule of shared/keys.ts as it was when this migration was written. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
const cleaned = (key: string) => key.replace(INVISIBLE, '').normalize('NFC').trim()

/**
 * Puts metaIds, owners and parts that were stored before keys were cleaned into their clean form, wherever they are
 * stored. A key whose clean form is another key already stays: which of the two is right is for a person to say, and the
 * service names it at each start.
 */
export class CleanKeys1765020300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await putIntoCleanForm(queryRunner, cleaned)
  }

  /** The earlier forms are not kept. */
  async down(): Promise<void> {}
}

/** @param clean the rule for keys */
export async function putIntoCleanForm(
  queryRunner: QueryRunner,
  clean: (key: string) => string,
): Promise<void> {
  for (const { master, others } of KEY_COLUMNS) {
    const places: Place[] = [...others, master]
    const renamed = await unclean(queryRunner, master, clean)
    for (let at = 0; at < renamed.length; at += BATCH) {
      const batch = await withoutTaken(queryRunner, places, renamed.slice(at, at + BATCH))
      // One transaction also on MySQL, so that no key is left with two forms.
      await atomically(queryRunner, async () => {
        for (const place of places) await rename(queryRunner, place, batch)
      })
    }
  }
}

/** Keys that aren't clean, with their clean form, where no two of them have the same. */
async function unclean(
  queryRunner: QueryRunner,
  [table, column]: Place,
  clean: (key: string) => string,
): Promise<[string, string][]> {
  const rows: { name: string }[] = await queryRunner.query(`SELECT ${column} AS name FROM ${table}`)
  const forms = new Map<string, string[]>()
  for (const { name } of rows) {
    const form = clean(name)
    forms.set(form, [...(forms.get(form) ?? []), name])
  }
  return [...forms].flatMap(([form, [name, other]]): [string, string][] =>
    other === undefined && name !== form && form !== '' ? [[name!, form]] : [],
  )
}

/** Leaves out keys whose clean form stands anywhere already, though its master doesn't have it. */
async function withoutTaken(
  queryRunner: QueryRunner,
  places: readonly Place[],
  keys: readonly [string, string][],
): Promise<[string, string][]> {
  const taken = new Set<string>()
  for (const [table, column] of places) {
    const rows: { name: string }[] = await queryRunner.query(
      `SELECT DISTINCT ${column} AS name FROM ${table} WHERE ${column} IN (${keys.map(() => '?').join(', ')})`,
      keys.map(([, form]) => form),
    )
    for (const { name } of rows) taken.add(name)
  }
  return keys.filter(([, form]) => !taken.has(form))
}

async function rename(
  queryRunner: QueryRunner,
  [table, column]: Place,
  keys: readonly [string, string][],
): Promise<void> {
  if (keys.length === 0) return
  await queryRunner.query(
    `UPDATE ${table} SET ${column} = CASE ${column}${' WHEN ? THEN ?'.repeat(keys.length)} END
     WHERE ${column} IN (${keys.map(() => '?').join(', ')})`,
    [...keys.flat(), ...keys.map(([name]) => name)],
  )
}

async function atomically(queryRunner: QueryRunner, work: () => Promise<void>): Promise<void> {
  if (queryRunner.isTransactionActive) return work()
  await queryRunner.startTransaction()
  try {
    await work()
    await queryRunner.commitTransaction()
  } catch (error) {
    await queryRunner.rollbackTransaction()
    throw error
  }
}
