import { Button, Field, SearchBox, Select } from '@fluentui/react-components'
import { AddRegular, CopyRegular, HistoryRegular } from '@fluentui/react-icons'
import { type ClipboardEvent, useEffect, useRef, useState } from 'react'
import { reviewContents } from '../../../shared/contract/catalog'
import { partsOf } from '../../desk/every-item'
import type { Failure } from '../../desk/failure'
import { type Column, DataTable } from '../../page/data-table'
import { failureOf } from '../../page/failure'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import { Tag } from '../../page/status-tag'
import { useChosen } from '../../page/use-chosen'
import { useLimit } from '../../page/use-limit'
import { useOperator } from '../context'
import { WORDS } from '../words/all'
import { CatalogCell } from './catalog-cell'
import { edited, type Pasted, type PastePlace, paste } from './edits'
import { Keeping } from './keeping'
import { RowHistory } from './row-history'
import type { CatalogField, CatalogRow, CatalogTable, TableName } from './tables'
import { readTsv, writeTsv } from './tsv'
import { useEdits } from './use-edits'

const SHOWN = [50, 200, 1000] as const
/** A new row that has no key yet; no code begins so. */
const NEW = '\u0000'

interface CatalogEditorProps {
  name: TableName
  table: CatalogTable
  rows: readonly CatalogRow[]
  onReload(): void
  onEdits(has: boolean): void
}

type FieldName = keyof (typeof WORDS)['ko']['catalog']['fields']

/** A table of the catalogue: found, sorted, edited in place, pasted from a spreadsheet, saved. */
export function CatalogEditor({ name, table, rows, onReload, onEdits }: CatalogEditorProps) {
  const { api, words } = useOperator()
  const said = words.catalog
  const { edits, setEdits, put, save, saving, saved, failure, rebase } = useEdits(table, onReload)
  const [q, setQ] = useState('')
  const [show, setShow] = useState<'all' | 'changed' | 'retired'>('all')
  const chosen = useChosen<string>()
  const [order, setOrder] = useState<string | null>(null)
  const [shown, showMore] = useLimit(SHOWN)
  const [pasted, setPasted] = useState<Pasted | 'NO_PLACE' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const [historyOf, setHistoryOf] = useState<string | null>(null)
  const [reviewFailure, setReviewFailure] = useState<Failure | null>(null)
  const added = useRef(0)
  const isBusy = saving !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each loading
  useEffect(() => rebase(rows), [rows])
  useEffect(() => {
    onEdits(edits.size > 0)
    return () => onEdits(false)
  }, [edits.size, onEdits])

  const headingOf = (field: CatalogField) => said.fields[field.name as FieldName]
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const cellsOf = (key: string) => edits.get(key)?.cells ?? byKey.get(key)?.cells ?? {}
  const wanted = q.trim().toLowerCase()
  const known = rows
    .map(({ key }) => key)
    .filter(
      (key) =>
        (show !== 'changed' || edits.has(key)) &&
        (show !== 'retired' || byKey.get(key)?.retired !== undefined) &&
        (wanted === '' || Object.values(cellsOf(key)).some((cell) => cell.toLowerCase().includes(wanted))),
    )
  if (order !== null)
    known.sort((a, b) =>
      (cellsOf(a)[order] ?? '').localeCompare(cellsOf(b)[order] ?? '', 'ko', { numeric: true }),
    )
  // New rows stand first, whatever is looked for.
  const found = [...[...edits.keys()].filter((key) => !byKey.has(key)), ...known]
  const ready = [...edits.values()].filter(({ cells }) => 'body' in table.read(cells)).length

  const change = (key: string, field: string, value: string) => {
    const row = byKey.get(key)
    put(
      key,
      row
        ? edited(table, row, edits.get(key), { [field]: value })
        : { cells: { ...cellsOf(key), [field]: value }, version: undefined },
    )
  }
  const add = () => put(`${NEW}${added.current++}`, { cells: {}, version: undefined })
  const takePaste = (event: ClipboardEvent<HTMLElement>) => {
    const block = readTsv(event.clipboardData.getData('text/plain'))
    // A single cell is pasted into its field as usual.
    if (block.length === 1 && block[0]!.length === 1) return
    event.preventDefault()
    const place = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset
    const at: PastePlace | null =
      place?.row !== undefined && place.field !== undefined ? { row: place.row, field: place.field } : null
    const result = paste(block, at, { table, rows, shown: found, edits }, (field) => [
      field.name,
      ...Object.values(WORDS).map(({ catalog }) => catalog.fields[field.name as FieldName]),
    ])
    setPasted(result ?? 'NO_PLACE')
    if (!result) return
    setEdits(result.edits)
    setShow('changed')
  }
  const saveAll = () => {
    setPasted(null)
    setDone(null)
    return save()
  }
  const copy = async () => {
    const lines = found.map((key) =>
      table.fields.map(({ name: field, choices }) => {
        const cell = cellsOf(key)[field] ?? ''
        return choices?.[cell] ?? cell
      }),
    )
    await navigator.clipboard.writeText(writeTsv([table.fields.map(headingOf), ...lines]))
    setDone(said.copied(lines.length))
  }
  const review = async () => {
    setReviewFailure(null)
    try {
      let count = 0
      for (const metaIds of partsOf(known, 10_000))
        count += (await api.call(reviewContents, { body: { metaIds } })).reviewed
      setDone(said.reviewed(count))
      onReload()
    } catch (error) {
      setReviewFailure(failureOf(error))
    }
  }

  const columns = table.fields.map((field, i): Column<string> => {
    const heading = headingOf(field)
    return {
      name: heading,
      figure: field.figure ?? false,
      wide: field.long ?? false,
      sorted: order === field.name ? 'ascending' : undefined,
      head: (
        <button
          type="button"
          className="sort"
          title={said.sort(heading)}
          onClick={() => setOrder(field.name)}
        >
          {heading} <span aria-hidden>{order === field.name ? '▲' : '↕'}</span>
        </button>
      ),
      cell: (key) => {
        const row = byKey.get(key)
        if (i === 0 && row)
          return (
            <>
              {table.keeps ? (
                <label className="choose">
                  <input
                    type="checkbox"
                    aria-label={said.chooseRow(key)}
                    checked={chosen.keys.has(key)}
                    onChange={({ target }) => chosen.choose(key, target.checked)}
                  />
                  {key}
                </label>
              ) : (
                key
              )}
              {row.retired && (
                <Tag tone="neutral">
                  {row.retired.into === undefined ? said.isRetired : said.isMerged(row.retired.into)}
                </Tag>
              )}
              <RowState edit={edits.get(key)} name={key} isBusy={isBusy} onDrop={() => put(key, undefined)} />
              <Button
                size="small"
                appearance="subtle"
                icon={<HistoryRegular />}
                title={said.historyOf(key)}
                aria-label={said.historyOf(key)}
                onClick={() => setHistoryOf(key)}
              />
            </>
          )
        const edit = edits.get(key)
        const read = edit && table.read(edit.cells)
        const error = read && 'errors' in read ? read.errors[field.name] : undefined
        return (
          <>
            <CatalogCell
              row={key}
              field={field}
              label={said.cell(row ? key : said.newRow, heading)}
              value={cellsOf(key)[field.name] ?? ''}
              before={edit && row ? row.cells[field.name] : undefined}
              error={error && said.errors[error]}
              disabled={isBusy}
              onChange={(value) => change(key, field.name, value)}
            />
            {i === 0 && (
              <RowState edit={edit} name={said.newRow} isBusy={isBusy} onDrop={() => put(key, undefined)} />
            )}
          </>
        )
      },
    }
  })

  return (
    <div className="stack">
      <div className="finding">
        <Field label={said.search}>
          <SearchBox value={q} onChange={(_, { value }) => setQ(value)} />
        </Field>
        <Field label={said.showing}>
          <Select value={show} onChange={(_, { value }) => setShow(value as typeof show)}>
            <option value="all">{said.all}</option>
            <option value="changed">{said.changed}</option>
            {table.keeps && <option value="retired">{said.onlyRetired}</option>}
          </Select>
        </Field>
        {name !== 'review' && (
          <Button icon={<AddRegular />} disabled={isBusy} onClick={add}>
            {said.add}
          </Button>
        )}
        {'clipboard' in navigator && found.length > 0 && (
          <Button icon={<CopyRegular />} onClick={() => void copy()}>
            {said.copy}
          </Button>
        )}
        {name === 'review' && known.length > 0 && edits.size === 0 && (
          <Button onClick={() => void review()}>{said.review(known.length)}</Button>
        )}
        <span className="quiet" role="status">
          {said.found(found.length)}
        </span>
      </div>
      {reviewFailure && <FailureBar failure={reviewFailure} words={words} />}
      {failure && (
        <FailureBar failure={failure} words={words} also={said.stopped} onRetry={() => void saveAll()} />
      )}
      {done !== null && <Message intent="success" title={done} />}
      {saved && (
        <Message
          intent={saved.refused > 0 ? 'warning' : 'success'}
          title={saved.saved > 0 ? said.saved(saved.saved) : said.refused(saved.refused)}
        >
          {saved.saved > 0 && saved.refused > 0 && said.refused(saved.refused)}
        </Message>
      )}
      {pasted === 'NO_PLACE' && <Message intent="warning" title={said.noPlace} />}
      {pasted !== null && pasted !== 'NO_PLACE' && edits.size > 0 && (
        <Message intent="info" title={said.pasted(pasted.rows)}>
          {said.pastedNext} {pasted.left > 0 && said.pastedLeft(pasted.left)}
        </Message>
      )}
      {edits.size > 0 && (
        <div className="buttons draft-bar" role="status">
          <span>{saving ? said.saving(saving.done, saving.all) : said.unsaved(edits.size)}</span>
          {edits.size > ready && <span className="strong">{said.toMend(edits.size - ready)}</span>}
          <Button appearance="primary" disabled={isBusy || ready === 0} onClick={() => void saveAll()}>
            {said.save(ready)}
          </Button>
          <Button disabled={isBusy} onClick={() => setEdits(new Map())}>
            {said.dropAll}
          </Button>
        </div>
      )}
      {table.keeps && (
        <Keeping
          keeps={table.keeps}
          table={table}
          chosen={[...chosen.keys].flatMap((key) => byKey.get(key) ?? [])}
          nameOf={(key) => byKey.get(key)?.cells.name ?? ''}
          hasEdits={edits.size > 0}
          onDone={() => {
            chosen.only([])
            onReload()
          }}
        />
      )}
      <RowHistory history={table.history} of={historyOf} onClose={() => setHistoryOf(null)} />
      <p className="quiet">
        <small>{said.how}</small>
      </p>
      <div className="catalog" onPaste={takePaste}>
        {found.length === 0 ? (
          <p className="empty">
            {rows.length > 0 ? said.none : name === 'review' ? said.nothingToReview : said.empty}
          </p>
        ) : (
          <DataTable
            label={said.tables[name]}
            columns={columns}
            rows={found.slice(0, shown)}
            keyOf={(key) => key}
            classOf={(key) => (edits.has(key) ? 'changed' : undefined)}
          />
        )}
      </div>
      {found.length > shown && showMore && (
        <Button size="small" onClick={showMore}>
          {words.more((found.length - shown).toLocaleString(words.locale))}
        </Button>
      )}
    </div>
  )
}

interface RowStateProps {
  edit: { refusal?: string } | undefined
  name: string
  isBusy: boolean
  onDrop(): void
}

/** Why a changed row was not saved, and the button that drops its changes. */
function RowState({ edit, name, isBusy, onDrop }: RowStateProps) {
  const { words } = useOperator()
  if (!edit) return null
  return (
    <>
      {edit.refusal !== undefined && (
        <small className="strong" role="alert">
          {edit.refusal}
        </small>
      )}
      <Button
        size="small"
        appearance="subtle"
        aria-label={`${words.catalog.drop}: ${name}`}
        disabled={isBusy}
        onClick={onDrop}
      >
        {words.catalog.drop}
      </Button>
    </>
  )
}
