import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { StoreSettings } from '../configuration'
import { bucketOf } from './bucket'
import type { FileStore } from './file-store'
import { folderStore } from './folder-store'
import { s3Store } from './s3-store'

/** Opens a store. Nothing is read or written before it is used. */
export function openStore({ address, s3Endpoint }: StoreSettings): FileStore {
  const bucket = bucketOf(address)
  return bucket ? opened(() => s3Store(bucket, s3Endpoint)) : folderStore(resolve(address))
}

/**
 * Makes the folder of a store if it isn't there. A bucket is asked only with the first file.
 *
 * @throws Error that names the setting, for a folder that can't be written
 */
export function prepareStore({ setting, address }: StoreSettings): void {
  if (bucketOf(address)) return
  const folder = resolve(address)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new Error(`${setting}: the folder ${folder} cannot be written (${(error as Error).message})`)
  }
}

/** A store that is opened at its first use. */
function opened(open: () => Promise<FileStore>): FileStore {
  let store: Promise<FileStore> | undefined
  const use = () => {
    store ??= open()
    return store
  }
  return {
    put: async (...file) => (await use()).put(...file),
    read: async (key) => (await use()).read(key),
    remove: async (key) => (await use()).remove(key),
  }
}
