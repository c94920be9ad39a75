import { Readable } from 'node:stream'
import { drawProposal, type ProposalFile, type ProposalOrder, rowsOf } from './proposal-file'
import { RenderThread } from './render-thread'
import { type OnRows, renderWorkbook } from './render-workbook'

/** A proposal with more rows is made in a thread of its own: it would keep other requests waiting. */
const MOST_ROWS_HERE = 300

/** Makes the files of proposals. */
export class ProposalFiles {
  private readonly thread: RenderThread | undefined

  /** @param program the built program of the thread; without it, this thread makes all files */
  constructor(program: string | undefined) {
    this.thread = program === undefined ? undefined : new RenderThread(program)
  }

  /** @throws Problem NOT_FOUND when no sheet has anything to show */
  async make(order: ProposalOrder, onRows?: OnRows): Promise<ProposalFile> {
    if (this.thread && rowsOf(order.contents) > MOST_ROWS_HERE) return this.thread.make(order, onRows)
    const { sheets, properties, fileName } = drawProposal(order)
    const file = await renderWorkbook(sheets, properties, order.createdAt, onRows)
    return { fileName, content: Readable.from([file]) }
  }

  async close(): Promise<void> {
    await this.thread?.close()
  }
}
