import * as teams from '../teams'
import { example } from './example'
import { OPERATOR, PLANNER, TEAM_ID } from './ids'

const team = {
  id: TEAM_ID,
  version: 1,
  name: '영업 1팀',
  members: [
    { email: PLANNER, name: '김지우' },
    { email: OPERATOR, name: '박민서' },
  ],
}

export const TEAMS = [
  example(teams.listTeams, { answer: { items: [team] } }),
  example(teams.createTeam, { body: { name: '영업 1팀', members: [PLANNER, OPERATOR] }, answer: team }),
  example(teams.changeTeam, {
    body: { version: 1, name: '영업 2팀' },
    answer: { ...team, version: 2, name: '영업 2팀' },
  }),
]
