import type { MigrationInterface } from 'typeorm'

type Class<Instance> = new () => Instance

/** The tables of a database, and the migrations that create them. */
export interface Schema {
  entities: readonly Class<object>[]
  /** In order; each runs on both databases. */
  migrations: readonly Class<MigrationInterface>[]
}
