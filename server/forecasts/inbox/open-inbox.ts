import { resolve } from 'node:path'
import { Problem } from '../../../shared/problem'
import { wordsOf } from '../invalid-file'
import { folderInbox } from './folder-inbox'
import type { InboxStore } from './inbox-store'
import { s3Inbox } from './s3-inbox'

export interface InboxSettings {
  /** A folder, or `s3://bucket/prefix`. */
  address: string
  s3Endpoint: string | undefined
}

/** Returns a function that opens the inbox at its first call. */
export function openInbox({ address, s3Endpoint }: InboxSettings): () => Promise<InboxStore> {
  let opened: Promise<InboxStore> | undefined
  return () => {
    opened ??= open(address, s3Endpoint).then((store) => sayingWhy(store, address))
    return opened
  }
}

async function open(address: string, s3Endpoint: string | undefined): Promise<InboxStore> {
  const bucket = /^s3:\/\/([^/]+)\/?(.*)$/.exec(address)
  if (!bucket) return folderInbox(resolve(address))
  const prefix = bucket[2]!.replace(/\/*$/, '/').replace(/^\/$/, '')
  return s3Inbox(bucket[1]!, prefix, s3Endpoint)
}

/** Errors that a retry can't fix: missing rights, a wrong place, a full disk. */
const REFUSALS = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ENOTDIR',
  'EEXIST',
  'CredentialsProviderError',
])

/**
 * Wraps a store: errors that a person must fix become a Problem that explains them; temporary errors stay as
 * they are.
 */
function sayingWhy(store: InboxStore, address: string): InboxStore {
  const explain = (error: unknown): never => {
    const { code, name, $metadata } = error as {
      code?: string
      name?: string
      $metadata?: { httpStatusCode?: number }
    }
    const status = $metadata?.httpStatusCode ?? 0
    const refused = status >= 400 && status < 500 && status !== 408 && status !== 429
    if (!refused && !REFUSALS.has(code ?? '') && !REFUSALS.has(name ?? '')) throw error
    throw new Problem(
      'UNAVAILABLE',
      `The inbox ${address} refuses (${name === 'Error' ? code : name}: ${wordsOf(error)}). Check FORECAST_INBOX, its rights and credentials.`,
    )
  }
  return {
    list: () => store.list().catch(explain),
    find: (name) => store.find(name).catch(explain),
    download: (...file) => store.download(...file).catch(explain),
    move: (...file) => store.move(...file).catch(explain),
  }
}
