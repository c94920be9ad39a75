import { randomUUID } from 'node:crypto'
import type { ProposalWish } from '../../shared/contract/proposals'
import { Problem } from '../../shared/problem'
import { Campaign } from '../campaigns/campaign.entities'
import type { Database, Transaction } from '../database/database'
import { FifoQueue } from '../database/fifo-queue'
import type { Job, JobContext } from '../jobs/job'
import type { CopyFiles } from './copy-files'
import type { PdfFiles } from './pdf-files'
import { ProposalCopy, UnclaimedFile } from './proposal-copy.entity'
import type { ProposalFile } from './proposal-file'
import type { ProposalFiles } from './proposal-files'
import { type OrderParts, proposalOrder } from './proposal-order'
import type { OnRows } from './render-workbook'
import { CONDEMNED, settleCopy, tellOfCopy } from './stored-copies'

export const PROPOSAL_COPY = 'proposal-copy'

export interface CopyParts extends OrderParts {
  files: ProposalFiles
  pdfs: PdfFiles
  copies: CopyFiles
}

export interface CopyInput {
  copyId: string
}

/**
 * Makes a stored proposal. Its file is stored under a name of this attempt first, then the row says where it is: whatever
 * breaks off in between leaves a row that isn't ready, and a file that is known to be unclaimed.
 */
export function proposalCopyJob(parts: CopyParts): Job {
  // Proposals of a process are made one after the other: a large plan takes some hundred MiB while it is drawn.
  const turns = new FifoQueue()
  return {
    name: PROPOSAL_COPY,
    monthly: false,
    retries: 3,
    prompt: true,
    run: (context) => turns.run(() => make(parts, context)),
    cleanUp: (input) =>
      parts.database.write((tx) => settleCopy(tx, (input as CopyInput).copyId, parts.clock.instant())),
  }
}

async function make(parts: CopyParts, context: JobContext): Promise<unknown> {
  const { database, clock, copies } = parts
  const { signal, write } = context
  const { copyId } = context.input as CopyInput
  signal.throwIfAborted()
  const copy = await pending(database, copyId)
  if (!copy) return { proposalId: copyId, made: false }
  const { order, revision } = await proposalOrder(parts, wishOf(copy), (tx) => campaignOf(tx, copy))
  const told = new LastOnly((done, total) => context.progress(done, total))
  const file = await parts.files.make(order, told.tell)
  const rendered = copy.format === 'pdf' ? await parts.pdfs.make(file, signal, true) : file
  const made = await copies.locally(
    rendered.content,
    async (path, written) => {
      await told.idle()
      const key = `${copy.campaignId}/${copy.number}-${randomUUID()}.${copy.format}`
      await write((tx) =>
        tx.manager.insert(UnclaimedFile, { storageKey: key, since: new Date().toISOString() }),
      )
      await copies.put(key, path, signal)
      const ready = { ...written, revision, fileName: nameOf(rendered, copy), storageKey: key }
      const claimed = await write((tx) => claim(tx, copy, ready, clock.instant()))
      // It was deleted meanwhile.
      if (!claimed) await copies.remove(key).catch(() => undefined)
      return claimed
    },
    signal,
  )
  return { proposalId: copyId, made }
}

async function pending(database: Database, id: string): Promise<ProposalCopy | null> {
  return database.read((tx) => tx.manager.findOneBy(ProposalCopy, { id, status: 'PENDING' }))
}

async function campaignOf(tx: Transaction, { campaignId }: ProposalCopy): Promise<Campaign> {
  const campaign = await tx.manager.findOneBy(Campaign, { id: campaignId })
  if (!campaign) throw new Problem('NOT_FOUND', 'There is no such campaign, or it is not shared with you.')
  return campaign
}

function wishOf({ audience, sheets, template, language }: ProposalCopy): ProposalWish {
  return { audience, sheets, template, language }
}

/** The name of a download says its version: `한빛_겨울 런칭_2026-12-01_v3.xlsx`. */
function nameOf({ fileName }: ProposalFile, { number }: ProposalCopy): string {
  return fileName.replace(/(?=\.\w+$)/, `_v${number}`)
}

type Ready = Pick<ProposalCopy, 'revision' | 'fileName' | 'bytes' | 'sha256' | 'storageKey'>

/**
 * The moment from which on the proposal is ready and has its file.
 *
 * @returns false when the proposal isn't waited for any more; its file is to be removed then
 */
async function claim(tx: Transaction, { id }: ProposalCopy, ready: Ready, at: string): Promise<boolean> {
  const storageKey = ready.storageKey!
  const copy = await tx.findLocked(ProposalCopy, { id })
  const unclaimed = await tx.findLocked(UnclaimedFile, { storageKey })
  if (copy?.status !== 'PENDING' || unclaimed?.since === CONDEMNED || !unclaimed) {
    await tx.manager.update(UnclaimedFile, { storageKey }, { since: CONDEMNED })
    return false
  }
  await tx.manager.delete(UnclaimedFile, { storageKey })
  await tx.manager.update(ProposalCopy, { id }, { ...ready, status: 'READY', readyAt: at })
  await tellOfCopy(tx, copy, 'READY', at)
  return true
}

/** Tells a progress, one at a time: what comes meanwhile is told when it is the last. */
class LastOnly {
  private telling: Promise<void> | undefined
  private next: [done: number, total: number] | undefined

  constructor(private readonly say: (done: number, total: number) => Promise<void>) {}

  readonly tell: OnRows = (done, total) => {
    this.next = [done, total]
    this.telling ??= this.sayAll()
  }

  async idle(): Promise<void> {
    await this.telling
  }

  private async sayAll(): Promise<void> {
    while (this.next) {
      const [done, total] = this.next
      this.next = undefined
      // A run that was canceled or taken over hears it by its signal.
      await this.say(done, total).catch(() => undefined)
    }
    this.telling = undefined
  }
}
