import { DEFAULT_SPLIT_RULES, type SplitRules } from '../../shared/distribution'
import type { Reading, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { SplitRuleSetting } from './purchase.entities'

/** The rules for the next split. A booking keeps the rules with which it was divided. */
export async function splitRulesInForce(tx: Reading): Promise<SplitRules> {
  const [newest] = await listSplitRules(tx, { limit: 1 })
  return newest ? newest.rules : DEFAULT_SPLIT_RULES
}

/** All settings, the newest first. */
export async function listSplitRules(tx: Reading, stretch: Stretch) {
  const { condition, values, end } = seek(tx, ['s.id'], stretch, 'DESC')
  const settings = await tx.rows<{
    id: number
    platformRule: SplitRules['platform']
    groupRule: SplitRules['group']
    ownerRule: SplitRules['owner']
    reason: string
    actor: string
    at: string
  }>(
    `SELECT s.id AS id, s.platform_rule AS platformRule, s.group_rule AS groupRule, s.owner_rule AS ownerRule,
            s.reason AS reason, s.at AS at, COALESCE(a.email, s.actor) AS actor
     FROM split_rule_setting s LEFT JOIN account a ON a.id = s.actor
     WHERE ${condition} ${end}`,
    values,
  )
  return settings.map(({ id, platformRule, groupRule, ownerRule, reason, actor, at }) => ({
    id,
    rules: { platform: platformRule, group: groupRule, owner: ownerRule },
    reason,
    actor,
    at,
  }))
}

export async function putSplitRules(
  tx: Transaction,
  { platform, group, owner }: SplitRules,
  reason: string,
  actor: string,
  at: string,
) {
  await tx.manager.insert(SplitRuleSetting, {
    platformRule: platform,
    groupRule: group,
    ownerRule: owner,
    reason,
    actor,
    at,
  })
  return (await listSplitRules(tx, { limit: 1 }))[0]
}
