import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { proposal } from '../../shared/contract/proposals'
import type { DemoService } from '../session/service'
import { DemoStop, prove } from '../session/stop'
import { counted, showProof } from '../session/terminal'

/** Downloads the proposal workbook for the client and writes it to a file. */
export async function downloadProposal(service: DemoService, campaignId: string, out: string): Promise<void> {
  const workbook = await service.download(proposal, {
    params: { id: campaignId },
    query: { audience: 'client' },
  })
  // Every xlsx is a zip archive.
  prove(workbook.subarray(0, 2).toString('latin1') === 'PK', 'the proposal is a workbook')
  const path = resolve(out)
  try {
    await writeFile(path, workbook)
  } catch (error) {
    throw new DemoStop(`The proposal cannot be written to ${path}: ${(error as Error).message}`)
  }
  showProof(`${path}, ${counted(workbook.length)} bytes`)
}
