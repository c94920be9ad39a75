import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import { touchCampaign } from '../campaigns/campaigns'
import type { Transaction } from '../database/database'
import type { When } from './unit-steps'
import { lockVariants, moveToVariant, removeRows, requireUnbought, requireVariant } from './variant-rows'

/**
 * Makes a variant the plan: its rows are in no variant any more, and those of the other variants are removed. What the
 * others hold is released.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, STATUS_CONFLICT when rows of another variant are bought
 */
export async function chooseVariant(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  name: string,
  revision: number,
  when: When,
) {
  const { campaign, units, names } = await lockVariants(tx, caller, campaignId, revision)
  requireVariant(names, name)
  const chosen = units.filter(({ variant }) => variant === name)
  const others = units.filter(({ variant }) => variant !== null && variant !== name)
  requireUnbought(others, `variant ${name} cannot be chosen`)
  const ended = await removeRows(tx, campaign, others, `Variant ${name} was chosen.`, when)
  await moveToVariant(tx, ended.campaign, chosen, null, when)
  const touched = await touchCampaign(tx, ended.campaign, when.at)
  const { removed, released } = ended
  return {
    variant: name,
    revision: touched.revision,
    kept: chosen.map(({ id }) => id),
    removed,
    released,
  }
}

/**
 * Removes the rows of a variant; what it holds is released. If one other variant is left, it becomes the plan.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, STATUS_CONFLICT when rows of it are bought, or when there is
 * no other one
 */
export async function discardVariant(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  name: string,
  revision: number,
  when: When,
) {
  const { campaign, units, names } = await lockVariants(tx, caller, campaignId, revision)
  requireVariant(names, name)
  const rows = units.filter(({ variant }) => variant === name)
  requireUnbought(rows, 'it cannot be discarded')
  if (names.length === 1) {
    throw new Problem(
      'STATUS_CONFLICT',
      `${name} is the only variant of the campaign. Choose it, or delete its rows in the sheet.`,
    )
  }
  const ended = await removeRows(tx, campaign, rows, `Variant ${name} was discarded.`, when)
  const [left, ...more] = names.filter((other) => other !== name)
  if (more.length === 0) {
    const last = units.filter(({ variant }) => variant === left)
    await moveToVariant(tx, ended.campaign, last, null, when)
  }
  const touched = await touchCampaign(tx, ended.campaign, when.at)
  const { removed, released } = ended
  return { variant: name, revision: touched.revision, removed, released }
}
