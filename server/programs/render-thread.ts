import { Writable } from 'node:stream'
import { parentPort } from 'node:worker_threads'
import { Problem } from '../../shared/problem'
import { drawProposal } from '../proposals/proposal-file'
import type { FromRenderThread, ToRenderThread } from '../proposals/render-messages'
import { writeWorkbook } from '../proposals/render-workbook'

/** The program of the thread that makes large files of proposals, one after the other. */
const port = parentPort!
let last: Promise<void> = Promise.resolve()
port.on('message', (message: ToRenderThread) => {
  last = last.then(() => make(message))
})

async function make({ id, order }: ToRenderThread): Promise<void> {
  const tell = (message: FromRenderThread) => port.postMessage(message)
  try {
    const { sheets, properties, fileName } = drawProposal(order)
    tell({ id, kind: 'begun', fileName })
    const target = new Writable({
      write(bytes: Buffer, _encoding, done) {
        tell({ id, kind: 'chunk', bytes })
        done()
      },
    })
    await writeWorkbook(sheets, properties, order.createdAt, target, (done, total) =>
      tell({ id, kind: 'rows', done, total }),
    )
    tell({ id, kind: 'ended' })
  } catch (error) {
    const code = error instanceof Problem ? error.code : undefined
    tell({ id, kind: 'failed', code, message: error instanceof Error ? error.message : String(error) })
  }
}
