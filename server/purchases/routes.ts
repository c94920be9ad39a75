import { availability } from '../../shared/contract/purchases'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { findAvailability } from './availability'

export function purchaseRoutes(routes: Routes, database: Database): void {
  routes.on(availability, ({ body }) => database.read((tx) => findAvailability(tx, body)))
}
