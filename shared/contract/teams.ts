import { z } from 'zod'
import { email } from './accounts'
import { endpoint } from './endpoint'
import { list, paging, text, uuid, version } from './primitives'
import { shownEmail, shownId } from './shown'

const team = z
  .object({
    id: shownId,
    version,
    name: z.string(),
    members: z.array(z.object({ email: shownEmail, name: z.string() })),
  })
  .meta({ id: 'Team' })
export type TeamView = z.infer<typeof team>

const teamName = text(100)
const members = z.array(email).max(500, 'must name at most 500 accounts')
const byId = z.object({ id: uuid })

export const listTeams = endpoint({
  operationId: 'listTeams',
  method: 'get',
  path: '/teams',
  tag: 'Teams',
  summary: 'Teams with their members, by name: who gets a campaign that is shared with one',
  role: 'planner',
  query: z.object(paging({ default: 200, max: 1000 })),
  status: 200,
  answer: list(team),
  problems: [],
})

export const createTeam = endpoint({
  operationId: 'createTeam',
  method: 'post',
  path: '/teams',
  tag: 'Teams',
  summary: 'Create a team',
  role: 'admin',
  body: z.object({
    name: teamName,
    members: members.default([]).meta({ description: 'E-mails of the accounts in it' }),
  }),
  status: 201,
  answer: team,
  problems: ['ALREADY_EXISTS', 'UNKNOWN_REFERENCE'],
})

export const changeTeam = endpoint({
  operationId: 'changeTeam',
  method: 'patch',
  path: '/teams/{id}',
  tag: 'Teams',
  summary: 'Rename a team, or change who is in it; the campaigns that it has come and go with it at once',
  role: 'admin',
  params: byId,
  body: z.object({
    version,
    name: teamName.optional(),
    members: members.optional().meta({ description: 'E-mails of the accounts in it. Replaces the list' }),
  }),
  status: 200,
  answer: team,
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'ALREADY_EXISTS', 'UNKNOWN_REFERENCE'],
})

export const deleteTeam = endpoint({
  operationId: 'deleteTeam',
  method: 'delete',
  path: '/teams/{id}',
  tag: 'Teams',
  summary: 'Delete a team; campaigns are not shared with it any more',
  role: 'admin',
  params: byId,
  status: 204,
  problems: ['NOT_FOUND'],
})
