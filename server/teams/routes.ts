import * as contract from '../../shared/contract/teams'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { changeTeam, createTeam, deleteTeam, listTeams } from './teams'

export function teamRoutes(routes: Routes, database: Database, clock: Clock): void {
  routes.on(contract.listTeams, ({ query }) =>
    page(query, ['name'], (stretch) => database.read((tx) => listTeams(tx, stretch))),
  )
  routes.on(contract.createTeam, ({ body }) => database.write((tx) => createTeam(tx, body, clock.instant())))
  routes.on(contract.changeTeam, ({ params, body }) =>
    database.write((tx) => changeTeam(tx, params.id, body, clock.instant())),
  )
  routes.on(contract.deleteTeam, ({ params }) =>
    database.write((tx) => deleteTeam(tx, params.id, clock.instant())),
  )
}
