import type { Transaction } from '../database/database'
import { Installation } from './publishing.entities'

/** The id of this installation. It begins the ids of its messages, so that no other one sends the same. */
export async function installationId(tx: Transaction): Promise<string> {
  const { id } = await tx.manager.findOneByOrFail(Installation, { one: 1 })
  return id
}
