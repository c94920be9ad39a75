import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/** Sends a file as it is made. A client that has closed the connection is no error. */
export async function sendStream(content: Readable, response: Response): Promise<void> {
  await pipeline(content, response).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
