import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ddl } from './ddl'

/**
 * Instants are ISO 8601 text in UTC (varchar(24)), dates are `date`, counts of won and impressions are
 * `bigint`. CHECK constraints are in the statements themselves because TypeORM drops them silently on MySQL.
 */
export class FirstSchema1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await accounts(queryRunner)
    await catalog(queryRunner)
    await inventory(queryRunner)
    await jobs(queryRunner)
    await campaigns(queryRunner)
    await purchases(queryRunner)
    await defaults(queryRunner)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await queryRunner.query(`DROP TABLE ${table}`)
  }
}

const TABLES = [
  'account',
  'session',
  'platform',
  'content_owner',
  'content',
  'content_platform_weight',
  'part',
  'part_platform',
  'product',
  'product_platform',
  'targeting_group',
  'targeting_group_member',
  'forecast_inventory',
  'standard_inventory',
  'standard_inventory_day',
  'standard_inventory_change',
  'unit_inventory',
  'targeting_group_ratio',
  'job_run',
  'campaign',
  'campaign_share',
  'campaign_unit',
  'campaign_unit_group',
  'campaign_unit_group_member',
  'campaign_unit_group_owner_ratio',
  'campaign_unit_change',
  'idempotency_key',
  'purchase',
  'ad',
  'child_ad',
  'owner_share',
  'share_cell',
  'deduction',
]

async function accounts(queryRunner: QueryRunner): Promise<void> {
  const { table, index } = ddl(queryRunner)
  await table('account', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'email varchar(254) NOT NULL',
    'name varchar(200) NOT NULL',
    'role varchar(20) NOT NULL',
    'password_hash varchar(200) NOT NULL',
    'disabled boolean NOT NULL',
    'created_at varchar(24) NOT NULL',
    "CONSTRAINT ck_account_role CHECK (role IN ('planner', 'operator', 'admin'))",
  ])
  await index('ux_account_email', 'account', 'email', { unique: true })
  await table('session', [
    'token_hash varchar(64) NOT NULL PRIMARY KEY',
    'account_id varchar(36) NOT NULL',
    'created_at varchar(24) NOT NULL',
    'expires_at varchar(24) NOT NULL',
  ])
  await index('ix_session_account', 'session', 'account_id')
}

async function catalog(queryRunner: QueryRunner): Promise<void> {
  const { table, index } = ddl(queryRunner)
  const version = 'version int NOT NULL'
  await table('platform', [
    'code varchar(64) NOT NULL PRIMARY KEY',
    'name varchar(200) NOT NULL',
    'display_order int NOT NULL',
    version,
  ])
  await table('content_owner', [
    'code varchar(64) NOT NULL PRIMARY KEY',
    'name varchar(200) NOT NULL',
    version,
  ])
  await table('content', [
    'meta_id varchar(100) NOT NULL PRIMARY KEY',
    'type varchar(20) NOT NULL',
    'name varchar(200) NOT NULL',
    'broadcaster varchar(200) NULL',
    'owner varchar(64) NULL',
    'needs_review boolean NOT NULL',
    version,
    "CONSTRAINT ck_content_type CHECK (type IN ('PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM'))",
  ])
  await index('ix_content_type', 'content', 'type, meta_id')
  await table(
    'content_platform_weight',
    [
      'meta_id varchar(100) NOT NULL',
      'platform varchar(64) NOT NULL',
      'weight int NOT NULL',
      'PRIMARY KEY (meta_id, platform)',
      'CONSTRAINT ck_content_platform_weight CHECK (weight BETWEEN 1 AND 1000000)',
    ],
    { clustered: true },
  )
  await table('part', [
    'code varchar(64) NOT NULL PRIMARY KEY',
    'type varchar(20) NOT NULL',
    version,
    "CONSTRAINT ck_part_type CHECK (type IN ('PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM'))",
  ])
  await table(
    'part_platform',
    ['part varchar(64) NOT NULL', 'platform varchar(64) NOT NULL', 'PRIMARY KEY (part, platform)'],
    { clustered: true },
  )
  await table('product', [
    'code varchar(64) NOT NULL PRIMARY KEY',
    'name varchar(200) NOT NULL',
    'targeting_kind varchar(20) NOT NULL',
    'ecpm bigint NOT NULL',
    'ctr_ppm int NOT NULL',
    'vtr_ppm int NOT NULL',
    version,
    "CONSTRAINT ck_product_kind CHECK (targeting_kind IN ('CONTENTS', 'RANDOM', 'GROUP'))",
    'CONSTRAINT ck_product_ecpm CHECK (ecpm >= 1)',
    'CONSTRAINT ck_product_rates CHECK (ctr_ppm BETWEEN 0 AND 1000000 AND vtr_ppm BETWEEN 0 AND 1000000)',
  ])
  await table(
    'product_platform',
    ['product varchar(64) NOT NULL', 'platform varchar(64) NOT NULL', 'PRIMARY KEY (product, platform)'],
    { clustered: true },
  )
  await table('targeting_group', [
    'code varchar(64) NOT NULL PRIMARY KEY',
    'name varchar(200) NOT NULL',
    version,
  ])
  await table(
    'targeting_group_member',
    [
      'group_code varchar(64) NOT NULL',
      'position int NOT NULL',
      'meta_id varchar(100) NOT NULL',
      'weight int NOT NULL',
      'PRIMARY KEY (group_code, position)',
      'CONSTRAINT ck_targeting_group_member_weight CHECK (weight BETWEEN 1 AND 1000000)',
    ],
    { clustered: true },
  )
}

async function inventory(queryRunner: QueryRunner): Promise<void> {
  const { table, index, autoId } = ddl(queryRunner)
  // Date first, so that a month is a contiguous range of the table.
  await table(
    'forecast_inventory',
    [
      'date date NOT NULL',
      'part varchar(64) NOT NULL',
      'meta_id varchar(100) NOT NULL',
      'hour tinyint NOT NULL',
      'forecast bigint NOT NULL',
      'actual bigint NULL',
      'PRIMARY KEY (date, part, meta_id, hour)',
      'CONSTRAINT ck_forecast_hour CHECK (hour BETWEEN 0 AND 23)',
      'CONSTRAINT ck_forecast_counts CHECK (forecast >= 0 AND (actual IS NULL OR actual >= 0))',
    ],
    { clustered: true },
  )
  await table('standard_inventory', [
    autoId,
    'month varchar(7) NOT NULL',
    'type varchar(20) NOT NULL',
    'meta_id varchar(100) NOT NULL',
    'forecast_total bigint NOT NULL',
    'actual_total bigint NOT NULL',
    'forecast_with_actual bigint NULL',
    'adjusted_total bigint NULL',
    'status varchar(20) NOT NULL',
    'version int NOT NULL',
    "CONSTRAINT ck_standard_status CHECK (status IN ('OPEN', 'CONFIRMED'))",
    'CONSTRAINT ck_standard_totals CHECK (forecast_total >= 0 AND (adjusted_total IS NULL OR adjusted_total >= 0))',
  ])
  await index('ux_standard_inventory', 'standard_inventory', 'month, type, meta_id', { unique: true })
  await table(
    'standard_inventory_day',
    [
      'standard_id int NOT NULL',
      'part varchar(64) NOT NULL',
      'date date NOT NULL',
      'forecast bigint NOT NULL',
      'actual bigint NULL',
      'PRIMARY KEY (standard_id, part, date)',
    ],
    { clustered: true },
  )
  await table('standard_inventory_change', [
    autoId,
    'standard_id int NOT NULL',
    'kind varchar(20) NOT NULL',
    'adjusted_before bigint NULL',
    'adjusted_after bigint NULL',
    'reason varchar(500) NULL',
    'actor varchar(36) NOT NULL',
    'at varchar(24) NOT NULL',
    "CONSTRAINT ck_standard_change_kind CHECK (kind IN ('CORRECTED', 'CONFIRMED', 'REOPENED'))",
  ])
  await index('ix_standard_inventory_change', 'standard_inventory_change', 'standard_id, id')
  await table(
    'unit_inventory',
    [
      'meta_id varchar(100) NOT NULL',
      'platform varchar(64) NOT NULL',
      'date date NOT NULL',
      'forecast bigint NOT NULL',
      'capacity bigint NOT NULL',
      'held bigint NOT NULL',
      'sold bigint NOT NULL',
      'PRIMARY KEY (meta_id, platform, date)',
      'CONSTRAINT ck_unit_inventory_counts CHECK (forecast >= 0 AND held >= 0 AND sold >= 0)',
      'CONSTRAINT ck_unit_inventory_not_oversold CHECK (held + sold <= capacity)',
    ],
    { clustered: true },
  )
  await index('ix_unit_inventory_date', 'unit_inventory', 'date, platform')
  await table(
    'targeting_group_ratio',
    [
      'group_code varchar(64) NOT NULL',
      'month varchar(7) NOT NULL',
      'platform varchar(64) NOT NULL',
      'date date NOT NULL',
      'meta_id varchar(100) NOT NULL',
      'ratio_ppb int NOT NULL',
      'PRIMARY KEY (group_code, month, platform, date, meta_id)',
    ],
    { clustered: true },
  )
}

async function jobs(queryRunner: QueryRunner): Promise<void> {
  const { table, index } = ddl(queryRunner)
  await table('job_run', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'job varchar(64) NOT NULL',
    'month varchar(7) NULL',
    'active_key varchar(120) NULL',
    'status varchar(20) NOT NULL',
    'done bigint NOT NULL',
    'total bigint NOT NULL',
    'input longtext NULL',
    'result longtext NULL',
    'error longtext NULL',
    'actor varchar(36) NULL',
    'heartbeat_at varchar(24) NOT NULL',
    'created_at varchar(24) NOT NULL',
    'started_at varchar(24) NULL',
    'finished_at varchar(24) NULL',
    "CONSTRAINT ck_job_run_status CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED'))",
  ])
  // One active run per job and month: a second one violates this index.
  await index('ux_job_run_active', 'job_run', 'active_key', { unique: true })
  await index('ix_job_run_created', 'job_run', 'created_at')
}

async function campaigns(queryRunner: QueryRunner): Promise<void> {
  const { table, index, autoId } = ddl(queryRunner)
  await table('campaign', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'name varchar(200) NOT NULL',
    'advertiser varchar(200) NOT NULL',
    'agency varchar(200) NULL',
    'start_date date NOT NULL',
    'end_date date NOT NULL',
    'budget bigint NOT NULL',
    'revision int NOT NULL',
    'version int NOT NULL',
    'publish_status varchar(20) NULL',
    'owner_id varchar(36) NOT NULL',
    'created_at varchar(24) NOT NULL',
    'updated_at varchar(24) NOT NULL',
    'CONSTRAINT ck_campaign_period CHECK (start_date <= end_date)',
    'CONSTRAINT ck_campaign_budget CHECK (budget >= 0)',
  ])
  await index('ix_campaign_owner', 'campaign', 'owner_id, created_at')
  await table(
    'campaign_share',
    [
      'campaign_id varchar(36) NOT NULL',
      'account_id varchar(36) NOT NULL',
      'PRIMARY KEY (campaign_id, account_id)',
    ],
    { clustered: true },
  )
  await index('ix_campaign_share_account', 'campaign_share', 'account_id')
  await table('campaign_unit', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'campaign_id varchar(36) NOT NULL',
    'position int NOT NULL',
    'kind varchar(20) NOT NULL',
    'product_code varchar(64) NOT NULL',
    'start_date date NOT NULL',
    'end_date date NOT NULL',
    'amount bigint NOT NULL',
    'device varchar(100) NOT NULL',
    'creative varchar(200) NOT NULL',
    'ecpm bigint NOT NULL',
    'ctr_ppm int NOT NULL',
    'vtr_ppm int NOT NULL',
    'booking_status varchar(20) NOT NULL',
    'publish_status varchar(20) NULL',
    'version int NOT NULL',
    'updated_at varchar(24) NOT NULL',
    "CONSTRAINT ck_campaign_unit_kind CHECK (kind IN ('PAID', 'SERVICE'))",
    'CONSTRAINT ck_campaign_unit_flight CHECK (start_date <= end_date)',
    'CONSTRAINT ck_campaign_unit_amount CHECK (amount >= 0)',
    'CONSTRAINT ck_campaign_unit_ecpm CHECK (ecpm >= 1)',
  ])
  await index('ix_campaign_unit_campaign', 'campaign_unit', 'campaign_id, position')
  await index('ix_campaign_unit_publish', 'campaign_unit', 'publish_status, updated_at')
  await table(
    'campaign_unit_group',
    [
      'unit_id varchar(36) NOT NULL',
      'position int NOT NULL',
      'code varchar(64) NULL',
      'name varchar(200) NULL',
      'weight int NOT NULL',
      'platforms varchar(2000) NULL',
      'PRIMARY KEY (unit_id, position)',
      'CONSTRAINT ck_campaign_unit_group_weight CHECK (weight BETWEEN 1 AND 1000000)',
    ],
    { clustered: true },
  )
  await table(
    'campaign_unit_group_member',
    [
      'unit_id varchar(36) NOT NULL',
      'group_position int NOT NULL',
      'position int NOT NULL',
      'meta_id varchar(100) NOT NULL',
      'weight int NOT NULL',
      'PRIMARY KEY (unit_id, group_position, position)',
      'CONSTRAINT ck_campaign_unit_group_member_weight CHECK (weight BETWEEN 1 AND 1000000)',
    ],
    { clustered: true },
  )
  await table(
    'campaign_unit_group_owner_ratio',
    [
      'unit_id varchar(36) NOT NULL',
      'group_position int NOT NULL',
      'position int NOT NULL',
      'owner varchar(64) NOT NULL',
      'ratio int NOT NULL',
      'PRIMARY KEY (unit_id, group_position, position)',
      'CONSTRAINT ck_campaign_unit_group_owner_ratio CHECK (ratio BETWEEN 0 AND 1000000)',
    ],
    { clustered: true },
  )
  await table('campaign_unit_change', [
    autoId,
    'campaign_id varchar(36) NOT NULL',
    'unit_id varchar(36) NOT NULL',
    'version int NOT NULL',
    'field varchar(40) NOT NULL',
    'value_before varchar(500) NULL',
    'value_after varchar(500) NULL',
    'actor varchar(36) NOT NULL',
    'at varchar(24) NOT NULL',
  ])
  await index('ix_campaign_unit_change', 'campaign_unit_change', 'unit_id, field, version')
}

async function purchases(queryRunner: QueryRunner): Promise<void> {
  const { table, index, autoId } = ddl(queryRunner)
  await table(
    'idempotency_key',
    [
      'account_id varchar(36) NOT NULL',
      'idempotency_key varchar(200) NOT NULL',
      'fingerprint varchar(64) NOT NULL',
      'status int NULL',
      'body longtext NULL',
      'created_at varchar(24) NOT NULL',
      'PRIMARY KEY (account_id, idempotency_key)',
    ],
    { clustered: true },
  )
  await table('purchase', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'campaign_id varchar(36) NOT NULL',
    'mode varchar(10) NOT NULL',
    'override_reason varchar(500) NULL',
    'actor varchar(36) NOT NULL',
    'at varchar(24) NOT NULL',
    "CONSTRAINT ck_purchase_mode CHECK (mode IN ('all', 'each'))",
  ])
  await index('ix_purchase_campaign', 'purchase', 'campaign_id')
  const money = [
    'amount bigint NOT NULL',
    'impressions bigint NOT NULL',
    'weight bigint NOT NULL',
    'weight_total bigint NOT NULL',
  ]
  await table('ad', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'unit_id varchar(36) NOT NULL',
    'purchase_id varchar(36) NOT NULL',
    'position int NOT NULL',
    'platform varchar(64) NOT NULL',
    ...money,
    'publish_status varchar(20) NOT NULL',
    'updated_at varchar(24) NOT NULL',
    'CONSTRAINT ck_ad_counts CHECK (amount >= 0 AND impressions >= 0)',
  ])
  await index('ux_ad_unit_position', 'ad', 'unit_id, position', { unique: true })
  await table('child_ad', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'ad_id varchar(36) NOT NULL',
    'position int NOT NULL',
    'group_name varchar(200) NOT NULL',
    ...money,
    'publish_status varchar(20) NOT NULL',
    'updated_at varchar(24) NOT NULL',
    'CONSTRAINT ck_child_ad_counts CHECK (amount >= 0 AND impressions > 0)',
  ])
  await index('ux_child_ad_position', 'child_ad', 'ad_id, position', { unique: true })
  await table('owner_share', [
    'id varchar(36) NOT NULL PRIMARY KEY',
    'child_ad_id varchar(36) NOT NULL',
    'position int NOT NULL',
    'owner varchar(64) NULL',
    ...money,
    'CONSTRAINT ck_owner_share_counts CHECK (amount >= 0 AND impressions > 0)',
  ])
  await index('ux_owner_share_position', 'owner_share', 'child_ad_id, position', { unique: true })
  await table(
    'share_cell',
    [
      'owner_share_id varchar(36) NOT NULL',
      'position int NOT NULL',
      'date date NOT NULL',
      'meta_id varchar(100) NOT NULL',
      'impressions bigint NOT NULL',
      'amount bigint NOT NULL',
      'ratio_ppb int NOT NULL',
      'PRIMARY KEY (owner_share_id, position)',
      'CONSTRAINT ck_share_cell_counts CHECK (impressions >= 0 AND amount >= 0)',
    ],
    { clustered: true },
  )
  await table('deduction', [
    autoId,
    'unit_id varchar(36) NOT NULL',
    'purchase_id varchar(36) NULL',
    'type varchar(20) NOT NULL',
    'quantity bigint NOT NULL',
    'meta_id varchar(100) NOT NULL',
    'platform varchar(64) NOT NULL',
    'date date NOT NULL',
    'actor varchar(36) NOT NULL',
    'at varchar(24) NOT NULL',
    "CONSTRAINT ck_deduction_sign CHECK ((type IN ('PURCHASE', 'HOLD') AND quantity > 0) OR (type IN ('RELEASE', 'UNHOLD') AND quantity < 0))",
  ])
  await index('ix_deduction_unit', 'deduction', 'unit_id, id')
  await index('ix_deduction_row', 'deduction', 'meta_id, platform, date')
}

/**
 * Inserts the reserved content of the RANDOM pool and the vendor's six parts. From then on, the relation of
 * parts to platforms is data.
 */
async function defaults(queryRunner: QueryRunner): Promise<void> {
  const { insertMissing } = ddl(queryRunner)
  await insertMissing(
    "INSERT INTO content (meta_id, type, name, needs_review, version) VALUES ('RANDOM', 'RANDOM', '랜덤', 0, 1)",
  )
  const clips = ['NAVER', 'KAKAO', 'DAUM']
  const parts: [code: string, type: string, platforms: string[]][] = [
    ['SMR_PROGRAM', 'PROGRAM', clips],
    ['SMR_RANDOM', 'RANDOM', clips],
    ['YT_PROGRAM', 'PROGRAM', ['YOUTUBE']],
    ['YT_CHANNEL', 'CHANNEL', ['YOUTUBE']],
    ['YT_KEYWORD', 'KEYWORD', ['YOUTUBE']],
    ['YT_RANDOM', 'RANDOM', ['YOUTUBE']],
  ]
  for (const [code, type, platforms] of parts) {
    await insertMissing(`INSERT INTO part (code, type, version) VALUES ('${code}', '${type}', 1)`)
    for (const platform of platforms) {
      await insertMissing(`INSERT INTO part_platform (part, platform) VALUES ('${code}', '${platform}')`)
    }
  }
}
