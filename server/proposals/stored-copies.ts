import { randomUUID } from 'node:crypto'
import type { ProposalCopyView, ProposalCopyWish, ProposalSheet } from '../../shared/contract/proposals'
import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import { requireCampaign, requireRight } from '../campaigns/access'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { JobRun } from '../jobs/job-run.entity'
import { record } from '../journal/journal'
import { ProposalCopy, ProposalSeries, UnclaimedFile } from './proposal-copy.entity'

/** Proposals of a campaign that may be on their way at a time. */
const MOST_PENDING = 10

/** What a new proposal is, with everything that was left out of the wish. */
export type NewCopy = Omit<ProposalCopyWish, 'sheets' | 'template'> & {
  template: string
  sheets: readonly ProposalSheet[]
}

/**
 * Adds a proposal that is to be made, under the campaign's next number.
 *
 * @param queue queues the run that makes it, and returns the run's id
 * @throws Problem NOT_FOUND, UNAVAILABLE when many of the campaign are being made
 */
export async function addCopy(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  { sheets, ...wish }: NewCopy,
  at: string,
  queue: (copyId: string) => Promise<string>,
): Promise<{ id: string; runId: string }> {
  await requireCampaign(tx, caller, campaignId)
  // The number first: it locks the series, so that the limit is counted by one at a time.
  const number = await nextNumber(tx, campaignId)
  const pending = await tx.manager.countBy(ProposalCopy, { campaignId, status: 'PENDING' })
  if (pending >= MOST_PENDING) {
    throw new Problem(
      'UNAVAILABLE',
      `${MOST_PENDING} proposals of this campaign are being made. Wait until one of them is ready.`,
      { retryAfter: 30 },
    )
  }
  const id = randomUUID()
  const runId = await queue(id)
  await tx.manager.insert(ProposalCopy, {
    ...wish,
    sheets: [...sheets],
    id,
    campaignId,
    number,
    status: 'PENDING',
    authorId: caller.id,
    runId,
    createdAt: at,
  })
  return { id, runId }
}

async function nextNumber(tx: Transaction, campaignId: string): Promise<number> {
  await tx.upsert(
    {
      table: 'proposal_series',
      columns: ['campaign_id', 'last'],
      key: ['campaign_id'],
      update: { last: 'proposal_series.last + 1' },
    },
    [[campaignId, 1]],
  )
  const { last } = await tx.manager.findOneByOrFail(ProposalSeries, { campaignId })
  return last
}

/** The newest first. @throws Problem NOT_FOUND for a campaign that the caller may not see */
export async function listCopies(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  stretch: Stretch,
): Promise<ProposalCopyView[]> {
  await requireCampaign(tx, caller, campaignId)
  const { condition, values, end } = seek(tx, ['number'], stretch, 'DESC')
  const found = await tx.rows<{ id: string }>(
    `SELECT id FROM proposal_copy WHERE campaign_id = ? AND ${condition} ${end}`,
    [campaignId, ...values],
  )
  return viewsOf(
    tx,
    found.map(({ id }) => id),
  )
}

/** @throws Problem NOT_FOUND */
export async function findCopy(
  tx: Transaction,
  caller: Caller,
  { id: campaignId, proposalId }: { id: string; proposalId: string },
): Promise<ProposalCopy> {
  await requireCampaign(tx, caller, campaignId)
  const copy = await tx.manager.findOneBy(ProposalCopy, { id: proposalId, campaignId })
  if (!copy) throw noSuchCopy()
  return copy
}

/** @throws Problem NOT_FOUND */
export async function viewOfCopy(
  tx: Transaction,
  caller: Caller,
  which: { id: string; proposalId: string },
): Promise<ProposalCopyView> {
  const { id } = await findCopy(tx, caller, which)
  return (await viewsOf(tx, [id]))[0]!
}

/**
 * Deletes a proposal. Its file, if it has one, is unclaimed then.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN
 */
export async function deleteCopy(
  tx: Transaction,
  caller: Caller,
  { id: campaignId, proposalId }: { id: string; proposalId: string },
): Promise<ProposalCopy> {
  const campaign = await requireCampaign(tx, caller, campaignId)
  const copy = await tx.findLocked(ProposalCopy, { id: proposalId, campaignId })
  if (!copy) throw noSuchCopy()
  if (copy.authorId !== caller.id) requireRight(campaign, 'own', 'delete a proposal that somebody else made')
  await removeCopies(tx, [copy])
  return copy
}

/** Removes the rows of proposals; their files are unclaimed then, and to be removed. */
export async function removeCopies(
  tx: Transaction,
  copies: readonly Pick<ProposalCopy, 'id' | 'storageKey'>[],
): Promise<void> {
  for (const { id, storageKey } of copies) {
    await tx.manager.delete(ProposalCopy, { id })
    if (storageKey !== null) await tx.manager.insert(UnclaimedFile, { storageKey, since: CONDEMNED })
  }
}

/** `since` of files that are to be removed. */
export const CONDEMNED = ''

/**
 * Marks a proposal as failed whose run has ended without it. Does nothing to one that is ready, or still being made.
 *
 * @param at instant
 */
export async function settleCopy(tx: Transaction, id: string, at: string): Promise<void> {
  const copy = await tx.findLocked(ProposalCopy, { id })
  if (copy?.status !== 'PENDING') return
  const run = await tx.manager.findOneBy(JobRun, { id: copy.runId })
  if (run?.status === 'QUEUED' || run?.status === 'RUNNING') return
  await tx.manager.update(ProposalCopy, { id }, { status: 'FAILED', error: reasonOf(run) })
  await tellOfCopy(tx, copy, 'FAILED', at)
}

function reasonOf(run: JobRun | null): NonNullable<ProposalCopy['error']> {
  if (run?.status === 'CANCELED')
    return { code: 'CANCELED', detail: 'The making of the proposal was canceled. Make it again.' }
  const { error } = run ?? {}
  if (error && !['INTERNAL_ERROR', 'INTERRUPTED'].includes(error.code)) return error
  return {
    code: error?.code ?? 'INTERRUPTED',
    detail: 'The proposal could not be made. Make it again; if it fails again, tell the administrator.',
  }
}

export async function tellOfCopy(
  tx: Transaction,
  { id: proposalId, campaignId, number }: ProposalCopy,
  status: 'READY' | 'FAILED',
  at: string,
): Promise<void> {
  await record(tx, [{ campaignId, kind: 'campaign.proposal', data: { proposalId, number, status } }], at)
}

function noSuchCopy(): Problem {
  return new Problem('NOT_FOUND', 'There is no such proposal. It may have been deleted.')
}

async function viewsOf(tx: Transaction, ids: readonly string[]): Promise<ProposalCopyView[]> {
  if (ids.length === 0) return []
  const marks = placeholders(ids)
  const about = await tx.rows<{
    id: string
    author: string
    currentRevision: number
    done: number | null
    total: number | null
  }>(
    `SELECT p.id AS id, COALESCE(a.email, p.author_id) AS author, c.revision AS currentRevision,
            r.done AS done, r.total AS total
     FROM proposal_copy p JOIN campaign c ON c.id = p.campaign_id
     LEFT JOIN account a ON a.id = p.author_id LEFT JOIN job_run r ON r.id = p.run_id
     WHERE p.id IN (${marks})`,
    ids,
  )
  const aboutOf = new Map(about.map((one) => [one.id, one]))
  const copies = await tx.manager
    .createQueryBuilder(ProposalCopy, 'p')
    .where('p.id IN (:...ids)', { ids })
    .orderBy('p.number', 'DESC')
    .getMany()
  return copies.map(({ campaignId: _, authorId: __, storageKey: ___, ...copy }) => {
    const { author, currentRevision, done, total } = aboutOf.get(copy.id)!
    const pending = copy.status === 'PENDING'
    return {
      ...copy,
      progress: { done: pending ? Number(done ?? 0) : 0, total: pending ? Number(total ?? 0) : 0 },
      isCurrent: copy.revision === null ? null : copy.revision === Number(currentRevision),
      author,
    }
  })
}
