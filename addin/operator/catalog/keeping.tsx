import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { Message } from '../../page/message'
import { useOperator } from '../context'
import { type Merge, MergeDialog } from './merge'
import type { CatalogRow, CatalogTable, Keeps } from './tables'

interface KeepingProps {
  keeps: Keeps
  table: CatalogTable
  /** Those that were chosen. */
  chosen: readonly CatalogRow[]
  nameOf(key: string): string
  /** Edits that are not saved yet come first. */
  hasEdits: boolean
  /** Loads the table again; nothing is chosen any more. */
  onDone(): void
}

interface Retirement {
  rows: readonly CatalogRow[]
  retired: boolean
}

/** Merges two duplicates, takes what was chosen out of sale, or puts it back. */
export function Keeping({ keeps, table, chosen, nameOf, hasEdits, onDone }: KeepingProps) {
  const { api, words } = useOperator()
  const said = words.catalog
  const [merge, setMerge] = useState<Merge | null>(null)
  const [asked, setAsked] = useState<Retirement | null>(null)
  const [done, setDone] = useState<{ what: string; details: readonly string[] } | null>(null)
  const forSale = chosen.filter(({ retired }) => !retired)
  const retired = chosen.filter((row) => row.retired && row.retired.into === undefined)
  const [first, second] = forSale
  const isPair = chosen.length === 2 && forSale.length === 2 && first?.cells.type === second?.cells.type
  const act = async ({ rows, retired: out }: Retirement) => {
    let count = 0
    try {
      for (const { key, cells, version } of rows) {
        const read = table.read(cells)
        if (!('body' in read)) continue
        await table.save(api, key, { ...read.body, retired: out }, version)
        count++
      }
    } finally {
      if (count > 0) {
        setDone({ what: out ? said.retired(count) : said.putBack(count), details: [] })
        onDone()
      }
    }
  }
  return (
    <>
      {done && (
        <Message intent="success" title={done.what}>
          {done.details.join(' · ')}
        </Message>
      )}
      {chosen.length > 0 && (
        <div className="buttons forecast-bar">
          <span role="status">{said.chosen(chosen.map(({ key }) => key).join(', '))}</span>
          <Button
            disabled={hasEdits || !isPair}
            onClick={() => first && second && setMerge({ from: second.key, into: first.key })}
          >
            {said.merge}
          </Button>
          <Button
            disabled={hasEdits || forSale.length === 0}
            onClick={() => setAsked({ rows: forSale, retired: true })}
          >
            {said.retire(forSale.length)}
          </Button>
          {retired.length > 0 && (
            <Button disabled={hasEdits} onClick={() => setAsked({ rows: retired, retired: false })}>
              {said.bringBack(retired.length)}
            </Button>
          )}
          <small>{hasEdits ? said.editsFirst : said.mergeNeeds}</small>
        </div>
      )}
      <MergeDialog
        keeps={keeps}
        merge={merge}
        nameOf={nameOf}
        onMerge={setMerge}
        onDone={(what, details) => {
          setDone({ what, details })
          onDone()
        }}
      />
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        title={({ rows, retired: out }) =>
          out ? said.retireTitle(rows.length) : said.bringBackTitle(rows.length)
        }
        confirm={({ rows, retired: out }) => (out ? said.retire(rows.length) : said.bringBack(rows.length))}
        act={act}
      >
        {({ rows, retired: out }) => (
          <>
            <p>{out ? said.retireMeans[keeps] : said.bringBackMeans}</p>
            <AskedList lines={rows.map(({ key }) => `${key} ${nameOf(key)}`)} />
          </>
        )}
      </ConfirmDialog>
    </>
  )
}
