import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import type { Job, JobContext } from '../jobs/job'
import type { CopyFiles } from './copy-files'
import { type ProposalCopy, UnclaimedFile } from './proposal-copy.entity'
import { CONDEMNED, removeCopies, settleCopy } from './stored-copies'

export const PURGE_PROPOSALS = 'purge-proposals'

const CHUNK = 200
const DAY_MS = 86_400_000
/** Failed proposals are looked at within days, or never. */
const FAILED_DAYS = 30
/** A file that is unclaimed for this long isn't on its way any more. */
const UNCLAIMED_MS = DAY_MS
const PAUSE_MS = 20

/**
 * Deletes stored proposals that are older than they are kept, marks as failed those whose run ended without them, and
 * removes files that belong to none.
 *
 * @param keepDays how long proposals are kept; 0: for ever
 */
export function purgeProposals(database: Database, clock: Clock, copies: CopyFiles, keepDays: number): Job {
  return {
    name: PURGE_PROPOSALS,
    monthly: false,
    retries: 0,
    light: true,
    async run(context) {
      const failed = await settle(database, clock, context)
      const purged = await removeOld(clock, keepDays, context)
      return { failed, purged, files: await removeFiles(database, copies, context) }
    },
  }
}

async function settle(database: Database, clock: Clock, { signal, write }: JobContext): Promise<number> {
  const left = await database.rows<{ id: string }>(
    `SELECT p.id AS id FROM proposal_copy p LEFT JOIN job_run r ON r.id = p.run_id
     WHERE p.status = 'PENDING' AND (r.id IS NULL OR r.status NOT IN ('QUEUED', 'RUNNING'))`,
  )
  for (const { id } of left) {
    signal.throwIfAborted()
    await write((tx) => settleCopy(tx, id, clock.instant()))
  }
  return left.length
}

async function removeOld(clock: Clock, keepDays: number, { signal, write }: JobContext): Promise<number> {
  const ago = (days: number) => new Date(clock.now().getTime() - days * DAY_MS).toISOString()
  const ages = [['FAILED', ago(FAILED_DAYS)], ...(keepDays > 0 ? [['READY', ago(keepDays)]] : [])] as [
    string,
    string,
  ][]
  let purged = 0
  for (const [status, before] of ages) {
    for (let removed = CHUNK; removed === CHUNK; ) {
      signal.throwIfAborted()
      removed = await write((tx) => removeSome(tx, status, before))
      purged += removed
    }
  }
  return purged
}

async function removeSome(tx: Transaction, status: string, before: string): Promise<number> {
  const old = await tx.rows<Pick<ProposalCopy, 'id' | 'storageKey'>>(
    `SELECT id, storage_key AS storageKey FROM proposal_copy WHERE status = ? AND created_at < ?
     ORDER BY created_at LIMIT ${CHUNK}`,
    [status, before],
  )
  await removeCopies(tx, old)
  return old.length
}

async function removeFiles(
  database: Database,
  copies: CopyFiles,
  { signal, write }: JobContext,
): Promise<number> {
  const before = new Date(Date.now() - UNCLAIMED_MS).toISOString()
  const left = await database.rows<{ storageKey: string }>(
    'SELECT storage_key AS storageKey FROM unclaimed_file WHERE since < ? ORDER BY since',
    [before],
  )
  for (const { storageKey } of left) {
    signal.throwIfAborted()
    // From here on nobody can claim it.
    await write((tx) => tx.manager.update(UnclaimedFile, { storageKey }, { since: CONDEMNED }))
    await copies.remove(storageKey)
    await write((tx) => tx.manager.delete(UnclaimedFile, { storageKey }))
    await sleep(PAUSE_MS, undefined, { signal })
  }
  return left.length
}
