import { invalidFile } from './invalid-file'

const MB = 1024 ** 2
/** Ten times the largest file that the hours of a month could make. */
const MAX_UNPACKED = 4096 * MB
/** Forecasts compress 5- to 50-fold. A large file that compresses far more is a zip bomb. */
const MAX_RATIO = 200
const RATIO_FROM = 64 * MB

/**
 * Passes unpacked bytes on, and fails when there are too many of them for the packed size.
 *
 * @param packed size of the packed file or part, in bytes
 * @param max limit on the unpacked size, in bytes
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
