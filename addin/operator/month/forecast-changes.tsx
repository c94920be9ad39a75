import { Button, Checkbox } from '@fluentui/react-components'
import { useState } from 'react'
import { decideForecasts } from '../../../shared/contract/inventory'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { useOperator } from '../context'
import { LoadLine, useLoad } from './loads'
import { IS_CHECKED, type MonthRow } from './month-rows'

/** Rows that a question names; of more it says how many. */
const NAMED = 8

export interface ForecastDecision {
  decision: 'TAKE' | 'KEEP'
  /** Confirmed rows whose forecast has changed since. */
  rows: readonly MonthRow[]
}

interface ForecastBarProps {
  /** Those that are found. */
  rows: readonly MonthRow[]
  chosen: ReadonlySet<number>
  onChoose(ids: ReadonlySet<number>): void
  onDecide(what: ForecastDecision): void
}

/** Decides about all chosen rows at once. */
export function ForecastBar({ rows, chosen, onChoose, onDecide }: ForecastBarProps) {
  const { words } = useOperator()
  const said = words.month
  const changed = rows.filter(IS_CHECKED.changed)
  const these = changed.filter(({ id }) => chosen.has(id))
  if (changed.length === 0) return null
  return (
    <div className="buttons forecast-bar">
      <Checkbox
        checked={these.length === changed.length ? true : these.length > 0 ? 'mixed' : false}
        label={said.chooseChanged(changed.length)}
        onChange={(_, { checked }) =>
          onChoose(checked === true ? new Set(changed.map(({ id }) => id)) : new Set())
        }
      />
      <Button disabled={these.length === 0} onClick={() => onDecide({ decision: 'TAKE', rows: these })}>
        {said.takeChosen(these.length)}
      </Button>
      <Button disabled={these.length === 0} onClick={() => onDecide({ decision: 'KEEP', rows: these })}>
        {said.keepChosen(these.length)}
      </Button>
    </div>
  )
}

interface DecideForecastsProps {
  month: string
  /** What is asked; null while nothing is. */
  asked: ForecastDecision | null
  onClose(): void
  onDone(what: string): void
  /** Loads the month again. */
  onRefresh(): void
  onRisk(): void
}

/** Asks for the reason; takes the newest forecast of the rows or keeps the confirmed one, then puts it on sale. */
export function DecideForecasts({ month, asked, onClose, onDone, onRefresh, onRisk }: DecideForecastsProps) {
  const { api, words, numbers } = useOperator()
  const said = words.month
  const texts = words.inventory
  const [thenLoad, setThenLoad] = useState(true)
  const load = useLoad(month, onRefresh)
  const act = async ({ decision, rows }: ForecastDecision, reason: string) => {
    const { items, unitLoad } = await api.call(decideForecasts, {
      body: { decision, reason, rows: rows.map(({ id, version }) => ({ id, version })) },
    })
    onDone(decision === 'TAKE' ? texts.forecastsTaken(items.length) : texts.forecastsKept(items.length))
    if (decision === 'TAKE' && unitLoad.needed && thenLoad) void load.start('unit-inventory-load')
  }
  return (
    <>
      {load.load && (
        <LoadLine
          load={load.load}
          month={month}
          onAgain={() => void load.start('unit-inventory-load')}
          onRisk={onRisk}
        />
      )}
      <ConfirmDialog
        asked={asked}
        onClose={onClose}
        title={({ decision, rows }) =>
          decision === 'TAKE' ? said.takeTitle(rows.length) : said.keepTitle(rows.length)
        }
        confirm={({ decision, rows }) =>
          decision === 'TAKE' ? texts.takeForecasts(rows.length) : texts.keepForecasts
        }
        reason={{ label: texts.forecastsReason, missing: texts.reopenReasonMissing }}
        act={act}
      >
        {({ decision, rows }) => (
          <>
            <p>{decision === 'TAKE' ? said.takeMeans : said.keepMeans}</p>
            <ul className="asked">
              {rows.slice(0, NAMED).map(({ id, name, forecastTotal, newForecastTotal = forecastTotal }) => (
                <li key={id}>
                  {name}:{' '}
                  {newForecastTotal === forecastTotal
                    ? texts.forecastDays(forecastTotal)
                    : texts.forecastChange(forecastTotal, newForecastTotal)}
                </li>
              ))}
              {rows.length > NAMED && <li>{said.andMore(rows.length - NAMED)}</li>}
            </ul>
            <p>{said.sumOfChanges(...sumsOf(rows, numbers.whole))}</p>
            {decision === 'TAKE' && (
              <>
                {rows.some(isShort) && (
                  <p className="strong">{said.shortAfter(rows.filter(isShort).length)}</p>
                )}
                <Checkbox
                  label={said.thenLoad}
                  checked={thenLoad}
                  onChange={(_, { checked }) => setThenLoad(checked === true)}
                />
              </>
            )}
          </>
        )}
      </ConfirmDialog>
    </>
  )
}

/** Whether more is promised than the new forecast has; a correction stays what is sold. */
function isShort({ promised, adjustedTotal, newForecastTotal }: MonthRow): boolean {
  return adjustedTotal === null && promised > (newForecastTotal ?? promised)
}

function sumsOf(rows: readonly MonthRow[], shown: (value: number) => string): [string, string] {
  const sum = (of: (row: MonthRow) => number) => shown(rows.reduce((all, row) => all + of(row), 0))
  return [sum((row) => row.forecastTotal), sum((row) => row.newForecastTotal ?? row.forecastTotal)]
}
