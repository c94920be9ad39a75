import { useState } from 'react'
import { CallFailure } from '../../api/client'
import type { Failure } from '../../desk/failure'
import { failureOf } from '../../page/failure'
import { failureText } from '../../words/failures'
import { useOperator } from '../context'
import type { Words } from '../words/words'
import type { Edit, Edits } from './edits'
import type { CatalogRow, CatalogTable } from './tables'

export interface Saving {
  done: number
  all: number
}

export interface Saved {
  saved: number
  refused: number
}

/**
 * The edits of a table, and how they are saved: one row after the other, so that what is refused is known row by row.
 *
 * @param reload loads the table again
 */
export function useEdits(table: CatalogTable, reload: () => void) {
  const { api, words } = useOperator()
  const [edits, setEdits] = useState<Edits>(new Map())
  const [saving, setSaving] = useState<Saving | null>(null)
  const [saved, setSaved] = useState<Saved | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  const put = (key: string, edit: Edit | undefined) =>
    setEdits((before) => {
      const after = new Map(before)
      if (edit) after.set(key, edit)
      else after.delete(key)
      return after
    })

  const save = async () => {
    const [keyField] = table.fields
    const ready = [...edits].flatMap(([place, edit]) => {
      const read = table.read(edit.cells)
      return 'body' in read ? [{ place, edit, key: edit.cells[keyField!.name]!.trim(), body: read.body }] : []
    })
    setSaving({ done: 0, all: ready.length })
    setSaved(null)
    setFailure(null)
    const counts = { saved: 0, refused: 0 }
    try {
      // A new row must not replace one that was created meanwhile.
      const isAnyNew = ready.some(({ edit }) => edit.version === undefined)
      const known = new Map(isAnyNew ? (await table.load(api)).map((row) => [row.key, row]) : [])
      for (const { place, edit, key, body } of ready) {
        const existing = edit.version === undefined ? known.get(key) : undefined
        const refusal = existing ? words.catalog.exists : await saveOne(key, body, edit.version)
        if (place !== key || refusal === undefined) put(place, undefined)
        if (refusal === undefined) counts.saved++
        else {
          counts.refused++
          put(key, { cells: edit.cells, version: existing?.version ?? edit.version, refusal })
        }
        setSaving({ done: counts.saved + counts.refused, all: ready.length })
      }
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setSaving(null)
      if (counts.saved + counts.refused > 0) setSaved(counts)
      reload()
    }
  }

  /** @returns why it was refused; @throws what is no refusal: there is no connection, for example */
  const saveOne = async (
    key: string,
    body: object,
    version: number | undefined,
  ): Promise<string | undefined> => {
    try {
      await table.save(api, key, body, version)
      return undefined
    } catch (error) {
      if (!(error instanceof CallFailure) || !isRefusal(error)) throw error
      return refusalText(error, words)
    }
  }

  /** After the table was loaded again, a refused edit is based on what the service has now. */
  const rebase = (rows: readonly CatalogRow[]) =>
    setEdits((before) => {
      const versions = new Map(rows.map(({ key, version }) => [key, version]))
      return new Map(
        [...before].map(([key, edit]) => [
          key,
          edit.refusal === undefined ? edit : { ...edit, version: versions.get(key) ?? edit.version },
        ]),
      )
    })

  return { edits, setEdits, put, save, saving, saved, failure, rebase }
}

/** Whether the service has answered that this row can't be saved; otherwise no further one is tried. */
function isRefusal({ code }: CallFailure): boolean {
  return ['VERSION_CONFLICT', 'UNKNOWN_REFERENCE', 'IN_USE', 'VALIDATION_FAILED', 'NOT_FOUND'].includes(code)
}

function refusalText(failure: CallFailure, words: Words): string {
  const said = words.catalog
  if (failure.code === 'VERSION_CONFLICT') return said.conflict
  const { unknown } = failure.data
  if (Array.isArray(unknown)) return said.unknown(unknown.join(', '))
  return `${failureText(failure, { language: words.language, role: 'operator' }).title} ${failure.detail}`
}
