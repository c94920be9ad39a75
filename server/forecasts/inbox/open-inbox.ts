import { resolve } from 'node:path'
import { Problem } from '../../../shared/problem'
import type { StoreSettings } from '../../configuration'
import { bucketOf } from '../../storage/bucket'
import { refusalOf } from '../../storage/refusal'
import { folderInbox } from './folder-inbox'
import type { InboxStore } from './inbox-store'
import { s3Inbox } from './s3-inbox'

/** Returns a function that opens the inbox at its first call. */
export function openInbox({ setting, address, s3Endpoint }: StoreSettings): () => Promise<InboxStore> {
  let opened: Promise<InboxStore> | undefined
  return () => {
    opened ??= open(address, s3Endpoint).then((store) => sayingWhy(store, setting, address))
    return opened
  }
}

async function open(address: string, s3Endpoint: string | undefined): Promise<InboxStore> {
  const bucket = bucketOf(address)
  return bucket ? s3Inbox(bucket, s3Endpoint) : folderInbox(resolve(address))
}

/**
 * Wraps a store: errors that a person must fix become a Problem that explains them; temporary errors stay as
 * they are.
 */
function sayingWhy(store: InboxStore, setting: string, address: string): InboxStore {
  const explain = (error: unknown): never => {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    throw new Problem(
      'UNAVAILABLE',
      `The inbox ${address} refuses (${refusal}). Check ${setting}, its rights and credentials.`,
    )
  }
  return {
    list: () => store.list().catch(explain),
    find: (name) => store.find(name).catch(explain),
    download: (...file) => store.download(...file).catch(explain),
    move: (...file) => store.move(...file).catch(explain),
  }
}
