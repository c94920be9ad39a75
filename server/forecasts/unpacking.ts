import { invalidFile } from './invalid-file'

const MB = 1024 ** 2
/** Ten times the largest file that a month of hours could make. */
const MAX_UNPACKED = 4096 * MB
/** Hours of forecast shrink 5- to 50-fold. What shrinks far more, and is large, was packed to fill somebody's disk. */
const MAX_RATIO = 200
const RATIO_FROM = 64 * MB

/**
 * Passes unpacked bytes on until there are too many of them for what was packed.
 *
 * @param packed bytes of the packed file or part
 * @param max bytes that it may unpack to
 * @throws Problem FORECAST_FILE_INVALID
 */
export async function* bounded(
  chunks: AsyncIterable<Buffer>,
  packed: number,
  max = MAX_UNPACKED,
): AsyncGenerator<Buffer> {
  let unpacked = 0
  for await (const chunk of chunks) {
    unpacked += chunk.length
    if (unpacked > max)
      throw invalidFile(
        `The archive unpacks to more than ${Math.round(max / MB)} MB. Split the file by month.`,
      )
    if (unpacked > RATIO_FROM && unpacked > packed * MAX_RATIO) {
      throw invalidFile(
        `The archive unpacks to more than ${MAX_RATIO} times its size: that is no forecast. Send the file unpacked.`,
      )
    }
    yield chunk
  }
}
