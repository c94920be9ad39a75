import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../../shared/problem'
import { convert } from './libre-office'
import type { ProposalFile } from './proposal-file'

const TIMEOUT_MS = 120_000
/** LibreOffice takes seconds for a file: with more requests than this, the last would wait for minutes. */
const MOST_WAITING = 10

/** Makes PDFs of workbooks with LibreOffice, one after the other. */
export class PdfFiles {
  private readonly stopping = new AbortController()
  private readonly folder = join(tmpdir(), `flightsheet-pdf-${randomUUID()}`)
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0

  /** @param program LibreOffice; undefined: it isn't there */
  constructor(private readonly program: string | undefined) {}

  get available(): boolean {
    return this.program !== undefined
  }

  /** @throws Problem NOT_AVAILABLE without LibreOffice */
  requireAvailable(): void {
    if (this.available) return
    throw new Problem(
      'NOT_AVAILABLE',
      'This service makes no PDF, because LibreOffice is not installed where it runs. Download the workbook and save it as PDF in Excel.',
    )
  }

  /**
   * @param gone aborted when nobody waits for the file any more
   * @param patient nobody minds how long it takes
   * @throws Problem NOT_AVAILABLE without LibreOffice, UNAVAILABLE while many others wait
   */
  async make(workbook: ProposalFile, gone: AbortSignal, patient = false): Promise<ProposalFile> {
    this.requireAvailable()
    if (this.waiting >= MOST_WAITING && !patient) {
      throw new Problem(
        'UNAVAILABLE',
        'Many PDFs are being made. Try again in a minute, or take the workbook.',
      )
    }
    this.waiting++
    const pdf = this.last.then(() => this.convert(workbook, AbortSignal.any([gone, this.stopping.signal])))
    this.last = pdf.catch(() => undefined)
    try {
      return { fileName: workbook.fileName.replace(/\.xlsx$/, '.pdf'), content: Readable.from([await pdf]) }
    } finally {
      this.waiting--
    }
  }

  async close(): Promise<void> {
    this.stopping.abort()
    await this.last
    await rm(this.folder, { recursive: true, force: true })
  }

  private async convert({ content }: ProposalFile, signal: AbortSignal): Promise<Buffer> {
    signal.throwIfAborted()
    const { folder } = this
    // Each time: systems clear their folder for temporary files.
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const [from, pdf] = [join(folder, 'proposal.xlsx'), join(folder, 'proposal.pdf')]
    try {
      await pipeline(content, createWriteStream(from), { signal })
      await convert({
        program: this.program!,
        profile: join(folder, 'profile'),
        from: [from],
        to: 'pdf',
        into: folder,
        timeoutMs: TIMEOUT_MS,
        signal,
      })
      return await readFile(pdf)
    } finally {
      await Promise.all([from, pdf].map((path) => rm(path, { force: true })))
    }
  }
}
