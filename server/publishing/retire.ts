import type { Database } from '../database/database'
import { placeholders } from '../database/placeholders'
import { CHUNK, type Handling, handled, recordHandling } from './handling'

/**
 * Sets dead letters aside: nobody sends them again, unless an operator replays them.
 *
 * @throws Problem NOT_FOUND when the webhook doesn't exist
 */
export async function retire(database: Database, handling: Handling): Promise<{ retired: number }> {
  for (let retired = 0; ; ) {
    const found = await database.write(async (tx) => {
      const which = await handled(tx, handling)
      const dead = await tx.rows<{ id: number; answer: number | null }>(
        `SELECT r.id AS id, r.answer AS answer FROM publish_request r WHERE r.status = 'DEAD' AND ${which.sql}
         ORDER BY r.id LIMIT ${CHUNK} ${tx.dialect.forUpdate}`,
        which.values,
      )
      if (dead.length === 0) return 0
      const ids = dead.map(({ id }) => id)
      await tx.run(`UPDATE publish_request SET status = 'RETIRED' WHERE id IN (${placeholders(ids)})`, ids)
      await recordHandling(tx, 'RETIRED', dead, handling)
      return dead.length
    })
    retired += found
    if (found < CHUNK) return { retired }
  }
}
