import { type Check, selecting } from './check'

/** Tables whose rows people change, each with the column that counts the changes. */
const VERSIONED: readonly (readonly [table: string, key: string, column: string])[] = [
  ['campaign', 'id', 'version'],
  ['campaign', 'id', 'revision'],
  ['campaign_unit', 'id', 'version'],
  ['booking', 'unit_id', 'revision'],
  ['platform', 'code', 'version'],
  ['content_owner', 'code', 'version'],
  ['content', 'meta_id', 'version'],
  ['part', 'code', 'version'],
  ['product', 'code', 'version'],
  ['targeting_group', 'code', 'version'],
  ['standard_inventory', 'id', 'version'],
  ['webhook', 'code', 'version'],
  ['team', 'id', 'version'],
]

/** Columns that refer to another table's row, as a foreign key does. */
const REFERENCES: readonly (readonly [
  child: string,
  key: string,
  column: string,
  parent: string,
  id: string,
])[] = [
  ['campaign', 'id', 'owner_id', 'account', 'id'],
  ['campaign_share', 'campaign_id', 'campaign_id', 'campaign', 'id'],
  ['campaign_share', 'campaign_id', 'account_id', 'account', 'id'],
  ['campaign_team_share', 'campaign_id', 'campaign_id', 'campaign', 'id'],
  ['campaign_team_share', 'campaign_id', 'team_id', 'team', 'id'],
  ['team_member', 'team_id', 'team_id', 'team', 'id'],
  ['team_member', 'account_id', 'account_id', 'account', 'id'],
  ['campaign_unit', 'id', 'campaign_id', 'campaign', 'id'],
  ['campaign_unit', 'id', 'product_code', 'product', 'code'],
  ['campaign_unit_group', 'unit_id', 'unit_id', 'campaign_unit', 'id'],
  ['purchase', 'id', 'campaign_id', 'campaign', 'id'],
  ['booking', 'unit_id', 'unit_id', 'campaign_unit', 'id'],
  ['booking', 'unit_id', 'purchase_id', 'purchase', 'id'],
  ['past_booking', 'unit_id', 'unit_id', 'booking', 'unit_id'],
  ['unit_hold', 'unit_id', 'unit_id', 'campaign_unit', 'id'],
  ['unit_hold_row', 'unit_id', 'unit_id', 'unit_hold', 'unit_id'],
  ['ad', 'id', 'unit_id', 'booking', 'unit_id'],
  ['ad', 'id', 'purchase_id', 'purchase', 'id'],
  ['child_ad', 'id', 'ad_id', 'ad', 'id'],
  ['owner_share', 'id', 'child_ad_id', 'child_ad', 'id'],
  ['share_cell', 'owner_share_id', 'owner_share_id', 'owner_share', 'id'],
  ['delivery_day', 'child_ad_id', 'child_ad_id', 'child_ad', 'id'],
  ['webhook_platform', 'platform', 'webhook', 'webhook', 'code'],
  ['publish_request_handling', 'id', 'request_id', 'publish_request', 'id'],
  ['standard_inventory_change', 'id', 'standard_id', 'standard_inventory', 'id'],
  ['notification', 'account_id', 'notice_id', 'notice', 'id'],
  ['notification', 'notice_id', 'account_id', 'account', 'id'],
  ['notification_preference', 'account_id', 'account_id', 'account', 'id'],
  ['notification_letter', 'id', 'notice_id', 'notice', 'id'],
  ['approval', 'id', 'campaign_id', 'campaign', 'id'],
  ['approval', 'id', 'requested_by', 'account', 'id'],
  ['proposal_copy', 'id', 'campaign_id', 'campaign', 'id'],
  ['proposal_copy', 'id', 'author_id', 'account', 'id'],
  ['proposal_series', 'campaign_id', 'campaign_id', 'campaign', 'id'],
]

export const REFERENCE_CHECKS: readonly Check[] = [
  selecting(
    'versions',
    'Versions and revisions begin at 1.',
    `${VERSIONED.map(
      ([table, key, column]) =>
        `SELECT '${table}' AS kind, CAST(${key} AS CHAR(100)) AS id, '${column}' AS counted, ${column} AS stands FROM ${table} WHERE ${column} < 1`,
    ).join(' UNION ALL ')} ORDER BY kind, id, counted`,
    ({ kind, id, counted, stands }) => `${kind} ${id}: ${counted} ${stands}`,
  ),
  selecting(
    'references',
    'Whatever names another row has it.',
    `${REFERENCES.map(
      ([child, key, column, parent, id]) =>
        `SELECT '${child}' AS kind, CAST(c.${key} AS CHAR(100)) AS id, '${parent}' AS parent, CAST(c.${column} AS CHAR(100)) AS names FROM ${child} c
         LEFT JOIN ${parent} p ON p.${id} = c.${column} WHERE p.${id} IS NULL`,
    ).join(' UNION ALL ')} ORDER BY kind, id, parent, names`,
    ({ kind, id, parent, names }) => `${kind} ${id}: there is no ${parent} ${names}`,
  ),
  selecting(
    'merged-into',
    'What a content or an owner was merged into is in the catalogue.',
    `SELECT r.kind AS kind, r.code AS code, r.merged_into AS mergedInto FROM retirement r
     LEFT JOIN content c ON r.kind = 'CONTENT' AND c.meta_id = r.merged_into
     LEFT JOIN content_owner o ON r.kind = 'CONTENT_OWNER' AND o.code = r.merged_into
     WHERE r.merged_into IS NOT NULL AND c.meta_id IS NULL AND o.code IS NULL ORDER BY r.kind, r.code`,
    ({ kind, code, mergedInto }) => `${kind} ${code} was merged into ${mergedInto}, which is not there`,
  ),
  selecting(
    'deleted-units',
    'A unit that is deleted has nothing left in the ledger.',
    `SELECT d.unit_id AS unitId, d.meta_id AS metaId, d.platform AS platform, d.date AS date, SUM(d.quantity) AS rest
     FROM deduction d LEFT JOIN campaign_unit u ON u.id = d.unit_id WHERE u.id IS NULL
     GROUP BY d.unit_id, d.meta_id, d.platform, d.date HAVING SUM(d.quantity) <> 0
     ORDER BY d.unit_id, d.meta_id, d.platform, d.date`,
    ({ unitId, metaId, platform, date, rest }) =>
      `unit ${unitId} is gone, ${rest} impressions of ${metaId} on ${platform} on ${date} are still its own`,
  ),
]
