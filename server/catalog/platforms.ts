import { Problem } from '../../shared/problem'
import type { Reading, Transaction } from '../database/database'
import { Platform } from './catalog.entities'
import { differences, type Editor, recordCatalogueChanges } from './catalogue-history'
import { putEntry } from './put-entry'

export interface PlatformView {
  code: string
  name: string
  displayOrder: number
  version: number
}

/**
 * @param editor absent: the set-up, whose changes have no history
 * @throws Problem VERSION_CONFLICT
 */
export async function putPlatform(
  tx: Transaction,
  code: string,
  body: { name: string; displayOrder: number; version?: number | undefined },
  editor?: Editor,
): Promise<PlatformView> {
  const { name, displayOrder, version } = body
  const before = editor && (await tx.findLocked(Platform, { code }))
  const platform = await putEntry(
    tx,
    Platform,
    { code },
    { code, name, displayOrder },
    version,
    `Platform ${code}`,
  )
  if (editor) {
    const changes = differences('PLATFORM', code, before ?? undefined, platform, ['name', 'displayOrder'])
    await recordCatalogueChanges(tx, changes, editor)
  }
  return platform
}

/** All platforms in display order; platforms with the same order are sorted by code. */
export async function platformsInOrder(tx: Transaction): Promise<PlatformView[]> {
  return tx.rows<PlatformView>(
    'SELECT code, name, display_order AS displayOrder, version FROM platform ORDER BY display_order, code',
  )
}

/** The codes of all platforms, in any order. */
export async function platformCodes(tx: Reading): Promise<string[]> {
  return (await tx.rows<{ code: string }>('SELECT code FROM platform')).map(({ code }) => code)
}

/** @throws Problem UNKNOWN_REFERENCE, which names the platforms that are not in the catalogue */
export async function requirePlatforms(tx: Transaction, codes: readonly string[]): Promise<void> {
  const known = new Set((await platformsInOrder(tx)).map(({ code }) => code))
  const unknown = codes.filter((code) => !known.has(code))
  if (unknown.length === 0) return
  throw new Problem(
    'UNKNOWN_REFERENCE',
    `Unknown platform: ${unknown.join(', ')}. Create it with PUT /api/v1/platforms/{code} or name another.`,
    { unknown },
  )
}
