import type { ProposalCopyView } from '../../shared/contract/proposals'
import * as contract from '../../shared/contract/proposals'
import type { Language } from '../../shared/language'
import { Problem } from '../../shared/problem'
import { inKorean } from '../http/korean'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import type { JobRunner } from '../jobs/job-runner'
import { answerOnce } from '../purchases/idempotency'
import { type CopyInput, type CopyParts, PROPOSAL_COPY } from './copy-job'
import { type ProposalCopy, UnclaimedFile } from './proposal-copy.entity'
import { sendFile } from './send-file'
import { addCopy, deleteCopy, findCopy, listCopies, viewOfCopy } from './stored-copies'

/** @param deadlineMs how long a request may wait for one with the same idempotency key */
export function storedProposalRoutes(
  routes: Routes,
  { database, clock, templates, pdfs, copies }: CopyParts,
  jobs: JobRunner,
  deadlineMs: number,
): void {
  routes.on(contract.makeProposalCopy, async (call) => {
    const { params, body, caller, language } = call
    const template = templates.get(body.template)
    if (body.format === 'pdf') pdfs.requireAvailable()
    const wish = { ...body, template: template.code, sheets: body.sheets ?? template.sheets }
    const when = { at: clock.instant(), deadline: Date.now() + deadlineMs }
    const added = await answerOnce(database, call, when, (tx) =>
      addCopy(tx, caller, params.id, wish, when.at, (copyId) => {
        const input: CopyInput = { copyId }
        return jobs.queueWithin(PROPOSAL_COPY, { input, actor: caller.id })
      }),
    )
    jobs.begin(added.runId)
    const which = { id: params.id, proposalId: added.id }
    return inLanguage(await database.read((tx) => viewOfCopy(tx, caller, which)), language)
  })

  routes.on(contract.listProposalCopies, async ({ params, query, caller, language }) => {
    const found = await page(query, ['number'], (stretch) =>
      database.read((tx) => listCopies(tx, caller, params.id, stretch)),
    )
    return { ...found, items: found.items.map((copy) => inLanguage(copy, language)) }
  })

  routes.on(contract.getProposalCopy, async ({ params, caller, language }) =>
    inLanguage(await database.read((tx) => viewOfCopy(tx, caller, params)), language),
  )

  routes.on(contract.downloadProposalCopy, async ({ params, caller, response, noteExport }) => {
    const copy = await database.read((tx) => findCopy(tx, caller, params))
    requireReady(copy)
    const content = await copies.verified(copy)
    await noteExport()
    response.setHeader('Content-Length', String(copy.bytes))
    response.setHeader('Repr-Digest', `sha-256=:${Buffer.from(copy.sha256!, 'hex').toString('base64')}:`)
    await sendFile({ fileName: copy.fileName!, content }, copy.format, response)
  })

  routes.on(contract.deleteProposalCopy, async ({ params, caller }) => {
    const copy = await database.write((tx) => deleteCopy(tx, caller, params))
    // It may have ended in between; without a row it ends without a file.
    if (copy.status === 'PENDING') await jobs.cancel(copy.runId, caller.email).catch(() => undefined)
    if (copy.storageKey !== null) await removeFile(copy.storageKey)
  })

  /** What fails here, a later purge does. */
  async function removeFile(storageKey: string): Promise<void> {
    await copies
      .remove(storageKey)
      .then(() => database.write((tx) => tx.manager.delete(UnclaimedFile, { storageKey })))
      .catch(() => undefined)
  }
}

/** @throws Problem STATUS_CONFLICT */
function requireReady({ status }: ProposalCopy): void {
  if (status === 'READY') return
  throw new Problem(
    'STATUS_CONFLICT',
    status === 'PENDING'
      ? 'The proposal is still being made. Wait until it is ready.'
      : 'The proposal could not be made, so it has no file. Make it again.',
  )
}

function inLanguage(copy: ProposalCopyView, language: Language): ProposalCopyView {
  const { error } = copy
  return language === 'en' || !error ? copy : { ...copy, error: { ...error, detail: inKorean(error.detail) } }
}
