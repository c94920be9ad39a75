import { In } from 'typeorm'
import { Problem } from '../../shared/problem'
import { inBatches } from '../database/batches'
import type { Reading, Transaction } from '../database/database'
import { Retirement } from './catalog.entities'
import { type Editor, recordCatalogueChanges } from './catalogue-history'

type Kind = Retirement['kind']

/** Of a thing that is no longer for sale; the fields are absent where it is. */
export interface Retired {
  retired: true
  mergedInto?: string
}

/** Which of these contents or owners are no longer for sale. */
export async function retirements(
  tx: Reading,
  kind: Kind,
  codes: readonly string[],
): Promise<Map<string, Retired>> {
  const found = await inBatches(codes, (some) => tx.manager.findBy(Retirement, { kind, code: In([...some]) }))
  return new Map(
    found.map(({ code, mergedInto }) => [
      code,
      { retired: true, ...(mergedInto === null ? {} : { mergedInto }) },
    ]),
  )
}

/**
 * Takes a content or owner out of sale, or puts it back.
 *
 * @param retired undefined: it stays as it is
 * @throws Problem STATUS_CONFLICT for a merged one that would be for sale again
 */
export async function retire(
  tx: Transaction,
  kind: Kind,
  code: string,
  retired: boolean | undefined,
  editor: Editor | undefined,
): Promise<void> {
  if (retired === undefined) return
  const known = await tx.findLocked(Retirement, { kind, code })
  if (Boolean(known) === retired) return
  if (known?.mergedInto) {
    throw new Problem(
      'STATUS_CONFLICT',
      `${code} was merged into ${known.mergedInto}, which cannot be undone. Use ${known.mergedInto}.`,
      { mergedInto: known.mergedInto },
    )
  }
  if (retired) await tx.manager.insert(Retirement, { kind, code, mergedInto: null, mergedFrom: null })
  else await tx.manager.delete(Retirement, { kind, code })
  if (!editor) return
  await recordCatalogueChanges(
    tx,
    [{ kind, code, field: 'retired', before: !retired, after: retired }],
    editor,
  )
}
