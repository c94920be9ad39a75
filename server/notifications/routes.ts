import * as contract from '../../shared/contract/notifications'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { listLetters, replayLetters } from './letters'
import { countUnread, getPreferences, listNotifications, markRead, putPreferences } from './notifications'

/** @param mailAvailable whether the service can send mail */
export function notificationRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  mailAvailable: boolean,
): void {
  routes.on(contract.listNotifications, ({ query, caller, language }) =>
    database.read(async (tx) => ({
      ...(await page(query, ['id'], (stretch) =>
        listNotifications(tx, caller, { unread: query.unread ?? false, language }, stretch),
      )),
      unread: await countUnread(tx, caller),
    })),
  )
  routes.on(contract.readNotifications, ({ body, caller }) =>
    database.write((tx) => markRead(tx, caller, body, clock.instant())),
  )
  routes.on(contract.getNotificationPreferences, async ({ caller }) => ({
    ...(await database.read((tx) => getPreferences(tx, caller))),
    mailAvailable,
  }))
  routes.on(contract.putNotificationPreferences, async ({ body, caller }) => ({
    ...(await database.write((tx) => putPreferences(tx, caller, body))),
    mailAvailable,
  }))
  routes.on(contract.listNotificationLetters, ({ query: { status, ...query }, language }) =>
    page(query, ['id'], (stretch) => database.read((tx) => listLetters(tx, { status, language }, stretch))),
  )
  routes.on(contract.replayNotificationLetters, ({ body }) =>
    database.write((tx) => replayLetters(tx, body.ids)),
  )
}
