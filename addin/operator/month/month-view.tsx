import { Field, Input } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { isMonth } from '../../../shared/calendar'
import type { StandardInventoryView } from '../../../shared/contract/inventory'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import type { Place } from '../address'
import { useOperator } from '../context'
import { MonthCalendar } from './calendar'
import { Confirmation } from './confirmation'
import { useDrafts } from './drafts'
import { DecideForecasts, type ForecastDecision } from './forecast-changes'
import { Loads } from './loads'
import { type Check, loadMonth, type MonthFigures } from './month-rows'
import { Reopen } from './reopen'
import { RowsTable } from './rows-table'
import { Sums } from './sums'

interface MonthViewProps {
  month: string
  onMonth(month: string): void
  onGo(to: Partial<Place>): void
}

/** A month of standard inventory: load, look, correct, confirm, put on sale. */
export function MonthView({ month, onMonth, onGo }: MonthViewProps) {
  const { api, words } = useOperator()
  const said = words.month
  const [turn, setTurn] = useState(0)
  const [changed, setChanged] = useState<ReadonlyMap<number, StandardInventoryView>>(new Map())
  const [check, setCheck] = useState<Check | 'all' | 'drafts'>('all')
  const [reopening, setReopening] = useState<readonly number[] | null>(null)
  const [deciding, setDeciding] = useState<ForecastDecision | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const loaded = useFigures(
    String(turn),
    async () => {
      const value = await loadMonth(api, month)
      setChanged(new Map())
      return value
    },
    false,
  )
  const drafts = useDrafts(useCallback((row) => setChanged((before) => new Map(before).set(row.id, row)), []))
  const refresh = () => setTurn((before) => before + 1)
  const again = (what: string | null) => {
    setDone(what)
    refresh()
  }
  const figures = {
    ...loaded,
    value: loaded.value && withChanges(loaded.value, changed),
  }
  const leave = (other: string) => {
    if (isMonth(other) && (drafts.drafts.size === 0 || window.confirm(said.leaveDrafts))) onMonth(other)
  }
  return (
    <>
      <section className="filters wide" aria-label={said.month}>
        <Field label={said.month}>
          <Input type="month" value={month} onChange={(_, { value }) => leave(value)} />
        </Field>
        <Loads month={month} onLoaded={() => again(null)} onRisk={() => onGo({ view: 'risk' })} />
      </section>
      {done !== null && <Message className="wide" intent="success" title={done} />}
      <Panel
        className="wide"
        title={said.check}
        figures={figures}
        empty={({ rows }) => (rows.length === 0 ? said.empty(month) : undefined)}
      >
        {(value) => (
          <>
            <Sums figures={value} chosen={check} onChoose={setCheck} />
            <Confirmation
              month={month}
              figures={value}
              drafts={drafts.drafts.size}
              onDone={again}
              onRefresh={refresh}
              onRisk={() => onGo({ view: 'risk' })}
              onReopen={setReopening}
            />
          </>
        )}
      </Panel>
      {figures.value && figures.value.rows.length > 0 && (
        <section className="panel wide" aria-labelledby="rows-table">
          <header>
            <h2 id="rows-table">{said.table}</h2>
          </header>
          {drafts.failure && (
            <FailureBar failure={drafts.failure} words={words} onRetry={() => void drafts.send()} />
          )}
          <RowsTable
            figures={figures.value}
            drafts={drafts}
            check={check}
            onCheck={setCheck}
            onReopen={setReopening}
            onDecide={setDeciding}
          />
          <DecideForecasts
            month={month}
            asked={deciding}
            onClose={() => setDeciding(null)}
            onDone={again}
            onRefresh={refresh}
            onRisk={() => onGo({ view: 'risk' })}
          />
        </section>
      )}
      <MonthCalendar month={month} turn={turn} />
      <Reopen ids={reopening} onClose={() => setReopening(null)} onDone={again} />
    </>
  )
}

/** The rows that were saved since they were loaded replace those. */
function withChanges(
  figures: MonthFigures,
  changed: ReadonlyMap<number, StandardInventoryView>,
): MonthFigures {
  if (changed.size === 0) return figures
  return { ...figures, rows: figures.rows.map((row) => ({ ...row, ...changed.get(row.id) })) }
}
