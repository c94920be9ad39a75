import type { Readable } from 'node:stream'

/** Keeps files under keys with slashes, in a folder or a bucket. */
export interface FileStore {
  /** Stores a local file. It is there as a whole when this ends, or not at all. */
  put(key: string, path: string, signal: AbortSignal): Promise<void>
  /** @returns undefined when there is no such file */
  read(key: string): Promise<Readable | undefined>
  /** Removes a file, and what a broken-off `put` has left; a file that isn't there is no error. */
  remove(key: string): Promise<void>
}
