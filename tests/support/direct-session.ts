import { createHash, randomBytes } from 'node:crypto'
import type { Service } from '../../server/programs/service'

/**
 * A session without a password to compare.
 *
 * @param hours until it ends; negative: it has ended
 * @returns its token
 */
export async function beginSession(service: Service, accountId: string, hours = 24): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { database, clock } = service
  const end = new Date(clock.now().getTime() + hours * 3_600_000).toISOString()
  await database.write((tx) =>
    tx.insert(
      'session',
      ['token_hash', 'account_id', 'created_at', 'expires_at'],
      [[createHash('sha256').update(token).digest('hex'), accountId, clock.instant(), end]],
    ),
  )
  return token
}
