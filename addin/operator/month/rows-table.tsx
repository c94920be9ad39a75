import { Button, Checkbox, Field, Input, SearchBox, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { CONTENT_TYPES, type ContentType } from '../../../shared/contract/primitives'
import { noteText } from '../../../shared/sheets/standard-inventory/notes'
import { type Column, DataTable } from '../../page/data-table'
import { Message } from '../../page/message'
import { Tag } from '../../page/status-tag'
import { useChosen } from '../../page/use-chosen'
import { useLimit } from '../../page/use-limit'
import { useOperator } from '../context'
import { errorsOf, isSendable, type useDrafts } from './drafts'
import { ForecastBar, type ForecastDecision } from './forecast-changes'
import { CHECKS, type Check, IS_CHECKED, type MonthFigures, type MonthRow, totalOf } from './month-rows'

const SHOWN = [50, 200, 1000] as const

/** Columns that sort: the largest first, names from A. */
const ORDERS = {
  name: (a: MonthRow, b: MonthRow) => a.name.localeCompare(b.name, 'ko') || (a.metaId < b.metaId ? -1 : 1),
  total: (a: MonthRow, b: MonthRow) => totalOf(b) - totalOf(a),
  monthOverMonth: (a: MonthRow, b: MonthRow) =>
    Math.abs(b.monthOverMonth ?? 0) - Math.abs(a.monthOverMonth ?? 0),
  promised: (a: MonthRow, b: MonthRow) => b.promised - a.promised,
}
type Order = keyof typeof ORDERS

interface RowsTableProps {
  figures: MonthFigures
  drafts: ReturnType<typeof useDrafts>
  check: Check | 'all' | 'drafts'
  onCheck(check: Check | 'all' | 'drafts'): void
  onReopen(ids: readonly number[]): void
  onDecide(what: ForecastDecision): void
}

/** The rows of a month: found, sorted, corrected, decided about. */
export function RowsTable({ figures, drafts, check, onCheck, onReopen, onDecide }: RowsTableProps) {
  const { words } = useOperator()
  const said = words.month
  const [q, setQ] = useState('')
  const [type, setType] = useState<ContentType | ''>('')
  const [order, setOrder] = useState<Order>('total')
  const [shown, showMore] = useLimit(SHOWN)
  const chosen = useChosen<number>()
  const wanted = q.trim().toLowerCase()
  const found = figures.rows
    .filter(
      (row) =>
        (type === '' || row.type === type) &&
        (check === 'all' || (check === 'drafts' ? drafts.drafts.has(row.id) : IS_CHECKED[check](row))) &&
        (wanted === '' ||
          [row.name, row.metaId, row.broadcaster ?? ''].some((text) => text.toLowerCase().includes(wanted))),
    )
    .toSorted(ORDERS[order])
  return (
    <>
      <div className="finding">
        <Field label={said.search}>
          <SearchBox value={q} onChange={(_, { value }) => setQ(value)} />
        </Field>
        <Field label={said.type}>
          <Select value={type} onChange={(_, { value }) => setType(value as ContentType | '')}>
            <option value="">{said.allTypes}</option>
            {CONTENT_TYPES.map((one) => (
              <option key={one} value={one}>
                {words.standard.types[one]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={said.showing}>
          <Select value={check} onChange={(_, { value }) => onCheck(value as Check | 'all' | 'drafts')}>
            {(['all', ...CHECKS, 'drafts'] as const).map((one) => (
              <option key={one} value={one}>
                {said.checks[one]}
              </option>
            ))}
          </Select>
        </Field>
        <span className="quiet" role="status">
          {said.found(found.length)}
        </span>
      </div>
      <DraftBar drafts={drafts} />
      <ForecastBar rows={found} chosen={chosen} onDecide={onDecide} />
      {found.length === 0 ? (
        <p className="empty">{said.none}</p>
      ) : (
        <MonthTable
          rows={found.slice(0, shown)}
          drafts={drafts}
          order={order}
          onOrder={setOrder}
          onReopen={onReopen}
          onDecide={onDecide}
          chosen={chosen}
        />
      )}
      {found.length > shown && showMore && (
        <Button size="small" onClick={showMore}>
          {words.more((found.length - shown).toLocaleString(words.locale))}
        </Button>
      )}
    </>
  )
}

/** How many corrections are typed, and the button that sends them. */
function DraftBar({ drafts }: Pick<RowsTableProps, 'drafts'>) {
  const { words } = useOperator()
  const said = words.month
  const all = [...drafts.drafts.values()]
  const sendable = all.filter(isSendable).length
  const { sent, busy } = drafts
  return (
    <>
      {sent && (
        <Message
          intent={sent.refused > 0 ? 'warning' : 'success'}
          title={sent.saved > 0 ? said.sent(sent.saved) : said.refused(sent.refused)}
        >
          {sent.saved > 0 && sent.refused > 0 && said.refused(sent.refused)}
        </Message>
      )}
      {all.length > 0 && (
        <div className="buttons draft-bar" role="status">
          <span>{said.drafts(all.length)}</span>
          {all.length > sendable && <span className="strong">{said.toMend(all.length - sendable)}</span>}
          <Button appearance="primary" disabled={busy || sendable === 0} onClick={() => void drafts.send()}>
            {said.send(sendable)}
          </Button>
          <Button disabled={busy} onClick={drafts.dropAll}>
            {said.dropAll}
          </Button>
        </div>
      )}
    </>
  )
}

interface MonthTableProps extends Pick<RowsTableProps, 'drafts' | 'onReopen' | 'onDecide'> {
  rows: readonly MonthRow[]
  order: Order
  onOrder(order: Order): void
  chosen: ReturnType<typeof useChosen<number>>
}

function MonthTable(props: MonthTableProps) {
  const { rows, drafts, order, onOrder, onReopen, onDecide, chosen } = props
  const { words, numbers } = useOperator()
  const said = words.month
  const { columns: heads } = words.standard
  const sortable = (by: Order, name: string): Pick<Column<MonthRow>, 'name' | 'head' | 'sorted'> => ({
    name,
    sorted: order === by ? (by === 'name' ? 'ascending' : 'descending') : undefined,
    head: (
      <button type="button" className="sort" title={said.sort(name)} onClick={() => onOrder(by)}>
        {name} <span aria-hidden>{order === by ? (by === 'name' ? '▲' : '▼') : '↕'}</span>
      </button>
    ),
  })
  return (
    <DataTable
      label={said.table}
      rows={rows}
      keyOf={({ id }) => id}
      classOf={({ id }) => (drafts.drafts.has(id) ? 'changed' : undefined)}
      columns={[
        {
          ...sortable('name', said.content),
          cell: (row) => (
            <>
              {IS_CHECKED.changed(row) ? (
                <Checkbox
                  checked={chosen.keys.has(row.id)}
                  label={row.name}
                  onChange={(_, { checked }) => chosen.choose(row.id, checked === true)}
                />
              ) : (
                row.name
              )}
              <small>
                {[words.standard.types[row.type], row.broadcaster, row.metaId].filter(Boolean).join(' · ')}
              </small>
            </>
          ),
        },
        {
          name: heads.forecastTotal,
          figure: true,
          cell: ({ forecastTotal, newForecastTotal, changedSince, actualTotal, changeRate }) => (
            <>
              {numbers.whole(forecastTotal)}
              {newForecastTotal !== undefined && (
                <small className="strong">
                  {newForecastTotal === forecastTotal
                    ? said.otherDays
                    : said.newForecast(numbers.whole(newForecastTotal))}
                  {changedSince !== undefined && ` (${numbers.time(changedSince)})`}
                </small>
              )}
              {changeRate !== null && (
                <small>
                  {heads.actualTotal} {numbers.whole(actualTotal)} ({numbers.percent(changeRate)})
                </small>
              )}
            </>
          ),
        },
        {
          ...sortable('monthOverMonth', said.lastMonth),
          figure: true,
          cell: (row) => (
            <>
              {row.previousTotal === null ? '–' : numbers.whole(row.previousTotal)}
              <small className={IS_CHECKED.jumped(row) ? 'strong' : undefined}>
                {numbers.percent(row.monthOverMonth)}
              </small>
            </>
          ),
        },
        {
          ...sortable('promised', said.promised),
          figure: true,
          cell: (row) => (
            <span className={IS_CHECKED.short(row) ? 'strong' : undefined}>
              {numbers.whole(row.promised)}
            </span>
          ),
        },
        {
          name: heads.adjustedTotal,
          cell: (row) => <Correction row={row} drafts={drafts} />,
        },
        {
          ...sortable('total', said.total),
          figure: true,
          cell: (row) => numbers.whole(totalOf(row)),
        },
        {
          name: heads.status,
          cell: (row) => (
            <span className="buttons">
              <Tag tone={row.status === 'CONFIRMED' ? 'good' : 'neutral'}>
                {words.standard.statuses[row.status]}
              </Tag>
              {IS_CHECKED.changed(row) && (
                <>
                  <Button
                    size="small"
                    aria-label={`${said.take}: ${row.name}`}
                    onClick={() => onDecide({ decision: 'TAKE', rows: [row] })}
                  >
                    {said.take}
                  </Button>
                  <Button
                    size="small"
                    aria-label={`${said.keep}: ${row.name}`}
                    onClick={() => onDecide({ decision: 'KEEP', rows: [row] })}
                  >
                    {said.keep}
                  </Button>
                </>
              )}
              {row.status === 'CONFIRMED' && (
                <Button
                  size="small"
                  aria-label={`${said.reopen}: ${row.name}`}
                  onClick={() => onReopen([row.id])}
                >
                  {said.reopen}
                </Button>
              )}
            </span>
          ),
        },
        {
          name: heads.notes,
          wide: true,
          cell: ({ notes = [] }) =>
            notes.length > 0 && <span className="notes">{noteText(notes, words.language)}</span>,
        },
      ]}
    />
  )
}

/** The correction of a row, to be typed with its reason while the row is open. */
function Correction({ row, drafts }: { row: MonthRow; drafts: RowsTableProps['drafts'] }): ReactNode {
  const { words, numbers } = useOperator()
  const said = words.month
  if (row.status === 'CONFIRMED') return row.adjustedTotal === null ? '–' : numbers.whole(row.adjustedTotal)
  const draft = drafts.drafts.get(row.id)
  const errors = draft ? errorsOf(draft, said) : {}
  const shown = row.adjustedTotal === null ? '' : numbers.whole(row.adjustedTotal)
  return (
    <div className="correction">
      <Field validationMessage={errors.adjusted} validationState={errors.adjusted ? 'error' : 'none'}>
        <Input
          size="small"
          inputMode="numeric"
          value={draft?.adjusted ?? shown}
          placeholder={words.standard.noCorrection}
          aria-label={said.adjusted(row.name)}
          disabled={drafts.busy}
          onChange={(_, { value }) => drafts.edit(row, { adjusted: value })}
        />
      </Field>
      {draft && (
        <>
          <Field validationMessage={errors.reason} validationState={errors.reason ? 'error' : 'none'}>
            <Input
              size="small"
              value={draft.reason}
              maxLength={500}
              placeholder={words.standard.columns.reason}
              aria-label={said.reason(row.name)}
              disabled={drafts.busy}
              onChange={(_, { value }) => drafts.edit(row, { reason: value })}
            />
          </Field>
          {draft.refusal && (
            <small className="strong" role="alert">
              {draft.refusal}
            </small>
          )}
          <Button
            size="small"
            appearance="subtle"
            aria-label={`${said.drop}: ${row.name}`}
            disabled={drafts.busy}
            onClick={() => drafts.drop(row.id)}
          >
            {said.drop}
          </Button>
        </>
      )}
    </div>
  )
}
