import { randomUUID } from 'node:crypto'
import { In, MoreThan } from 'typeorm'
import type { TeamView } from '../../shared/contract/teams'
import { groupBy } from '../../shared/group-by'
import { Problem } from '../../shared/problem'
import { Team, TeamMember } from '../accounts/team.entity'
import { CampaignTeamShare } from '../campaigns/campaign.entities'
import { accountsOf } from '../campaigns/sharing'
import type { Transaction } from '../database/database'
import type { Stretch } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { nextVersion } from '../database/versions'
import { record } from '../journal/journal'
import { recordSecurityEvent } from '../security-log/record-event'

export interface TeamFields {
  name: string
  /** E-mails. */
  members: readonly string[]
}

export interface TeamChange extends Partial<TeamFields> {
  version: number
}

/** By name. */
export async function listTeams(tx: Transaction, { limit, after }: Stretch): Promise<TeamView[]> {
  const teams = await tx.manager.find(Team, {
    where: after ? { name: MoreThan(String(after[0])) } : {},
    order: { name: 'ASC' },
    take: limit,
  })
  return viewsOf(tx, teams)
}

/** @throws Problem ALREADY_EXISTS for a name that is taken, UNKNOWN_REFERENCE for an e-mail without an account */
export async function createTeam(tx: Transaction, fields: TeamFields, at: string): Promise<TeamView> {
  const team: Team = { id: randomUUID(), name: fields.name, version: 1, createdAt: at }
  await named(tx, team.name, () => tx.manager.insert(Team, team))
  const { joined } = await putMembers(tx, team.id, fields.members)
  await recordSecurityEvent(tx, {
    at,
    action: 'TEAM_CREATED',
    subject: team.name,
    details: { ...(joined.length > 0 ? { joined } : {}) },
  })
  return viewOf(tx, team)
}

/**
 * Whoever joins a team has its campaigns from then on, and whoever leaves it has them no more.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, ALREADY_EXISTS, UNKNOWN_REFERENCE
 */
export async function changeTeam(
  tx: Transaction,
  id: string,
  { version, name, members }: TeamChange,
  at: string,
): Promise<TeamView> {
  const before = await requireTeam(tx, id)
  const team: Team = {
    ...before,
    name: name ?? before.name,
    version: nextVersion(before.version, version, 'The team'),
  }
  await named(tx, team.name, () => tx.manager.update(Team, { id }, team))
  const { joined, left } = members ? await putMembers(tx, id, members) : NOBODY
  if (joined.length + left.length > 0) await tellCampaigns(tx, id, at)
  const details = {
    ...(team.name === before.name ? {} : { name: [before.name, team.name] }),
    ...(joined.length > 0 ? { joined } : {}),
    ...(left.length > 0 ? { left } : {}),
  }
  if (Object.keys(details).length > 0)
    await recordSecurityEvent(tx, { at, action: 'TEAM_CHANGED', subject: team.name, details })
  return viewOf(tx, team)
}

/** @throws Problem NOT_FOUND */
export async function deleteTeam(tx: Transaction, id: string, at: string): Promise<void> {
  const team = await requireTeam(tx, id)
  const { left } = await putMembers(tx, id, [])
  const campaigns = await tellCampaigns(tx, id, at)
  await tx.manager.delete(CampaignTeamShare, { teamId: id })
  await tx.manager.delete(Team, { id })
  await recordSecurityEvent(tx, {
    at,
    action: 'TEAM_DELETED',
    subject: team.name,
    details: { campaigns, ...(left.length > 0 ? { left } : {}) },
  })
}

async function requireTeam(tx: Transaction, id: string): Promise<Team> {
  const team = await tx.findLocked(Team, { id })
  if (!team) throw new Problem('NOT_FOUND', 'There is no such team. Load the teams again.')
  return team
}

async function named(tx: Transaction, name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!tx.dialect.isDuplicateKey(error)) throw error
    throw new Problem('ALREADY_EXISTS', `There is a team ${name} already. Choose another name.`)
  }
}

const NOBODY = { joined: [] as string[], left: [] as string[] }

/**
 * Replaces the members of a team.
 *
 * @returns the e-mails of those who are new, and of those who aren't there any more
 * @throws Problem UNKNOWN_REFERENCE
 */
async function putMembers(
  tx: Transaction,
  teamId: string,
  emails: readonly string[],
): Promise<{ joined: string[]; left: string[] }> {
  const accounts = await accountsOf(tx, [...new Set(emails)])
  const before = await membersOf(tx, [teamId])
  const stays = new Set(accounts.map(({ id }) => id))
  const was = new Set(before.map(({ accountId }) => accountId))
  const joined = accounts.filter(({ id }) => !was.has(id))
  const left = before.filter(({ accountId }) => !stays.has(accountId))
  if (left.length > 0)
    await tx.manager.delete(TeamMember, { teamId, accountId: In(left.map(({ accountId }) => accountId)) })
  if (joined.length > 0)
    await tx.manager.insert(
      TeamMember,
      joined.map(({ id }) => ({ teamId, accountId: id })),
    )
  const sorted = (some: readonly { email: string }[]) => some.map(({ email }) => email).sort()
  return { joined: sorted(joined), left: sorted(left) }
}

/**
 * Tells those who listen that other people may see the team's campaigns than before.
 *
 * @returns how many campaigns the team has
 */
async function tellCampaigns(tx: Transaction, teamId: string, at: string): Promise<number> {
  const shares = await tx.manager.findBy(CampaignTeamShare, { teamId })
  await record(
    tx,
    shares.map(({ campaignId }) => ({ campaignId, kind: 'campaign.shared' as const, data: {} })),
    at,
  )
  return shares.length
}

interface Member {
  teamId: string
  accountId: string
  email: string
  name: string
}

function membersOf(tx: Transaction, teamIds: readonly string[]): Promise<Member[]> {
  return tx.rows(
    `SELECT m.team_id AS teamId, a.id AS accountId, a.email AS email, a.name AS name
     FROM team_member m JOIN account a ON a.id = m.account_id
     WHERE m.team_id IN (${placeholders(teamIds)}) ORDER BY a.email`,
    teamIds,
  )
}

async function viewOf(tx: Transaction, team: Team): Promise<TeamView> {
  return (await viewsOf(tx, [team]))[0]!
}

async function viewsOf(tx: Transaction, teams: readonly Team[]): Promise<TeamView[]> {
  if (teams.length === 0) return []
  const members = await membersOf(
    tx,
    teams.map(({ id }) => id),
  )
  const byTeam = groupBy(members, ({ teamId }) => teamId)
  return teams.map(({ id, version, name }) => ({
    id,
    version,
    name,
    members: (byTeam.get(id) ?? []).map((member) => ({ email: member.email, name: member.name })),
  }))
}
