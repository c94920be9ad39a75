import { Button, Checkbox } from '@fluentui/react-components'
import { decideForecasts } from '../../../shared/contract/inventory'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import type { useChosen } from '../../page/use-chosen'
import { useOperator } from '../context'
import { IS_CHECKED, type MonthRow } from './month-rows'
import { useThenOnSale } from './then-on-sale'

export interface ForecastDecision {
  decision: 'TAKE' | 'KEEP'
  /** Confirmed rows whose forecast has changed since. */
  rows: readonly MonthRow[]
}

interface ForecastBarProps {
  /** Those that are found. */
  rows: readonly MonthRow[]
  chosen: ReturnType<typeof useChosen<number>>
  onDecide(what: ForecastDecision): void
}

/** Decides about all chosen rows at once. */
export function ForecastBar({ rows, chosen, onDecide }: ForecastBarProps) {
  const { words } = useOperator()
  const said = words.month
  const changed = rows.filter(IS_CHECKED.changed)
  const these = changed.filter(({ id }) => chosen.keys.has(id))
  if (changed.length === 0) return null
  return (
    <div className="buttons forecast-bar">
      <Checkbox
        checked={these.length === changed.length ? true : these.length > 0 ? 'mixed' : false}
        label={said.chooseChanged(changed.length)}
        onChange={(_, { checked }) => chosen.only(checked === true ? changed.map(({ id }) => id) : [])}
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
  const sale = useThenOnSale({ month, onLoaded: onRefresh, onRisk })
  const lineOf = ({ name, metaId, forecastTotal, newForecastTotal = forecastTotal }: MonthRow) =>
    `${name} (${metaId}): ${
      newForecastTotal === forecastTotal
        ? texts.forecastDays(forecastTotal)
        : texts.forecastChange(forecastTotal, newForecastTotal)
    }`
  const act = async ({ decision, rows }: ForecastDecision, reason: string) => {
    const { items, unitLoad } = await api.call(decideForecasts, {
      body: { decision, reason, rows: rows.map(({ id, version }) => ({ id, version })) },
    })
    onDone(decision === 'TAKE' ? texts.forecastsTaken(items.length) : texts.forecastsKept(items.length))
    if (decision === 'TAKE' && unitLoad.needed) sale.go()
  }
  return (
    <>
      {sale.line}
      <ConfirmDialog
        asked={asked}
        onClose={onClose}
        title={({ decision, rows }) =>
          decision === 'TAKE' ? said.takeTitle(rows.length) : said.keepTitle(rows.length)
        }
        confirm={({ decision, rows }) =>
          decision === 'TAKE' ? texts.takeForecasts(rows.length) : texts.keepForecasts
        }
        reason={texts.forecastsReason}
        act={act}
      >
        {({ decision, rows }) => (
          <>
            <p>{decision === 'TAKE' ? said.takeMeans : said.keepMeans}</p>
            <AskedList lines={rows.map(lineOf)} andMore={said.andMore} />
            <p>{said.sumOfChanges(...sumsOf(rows, numbers.whole))}</p>
            {decision === 'TAKE' && (
              <>
                {rows.some(isShort) && (
                  <p className="strong">{said.shortAfter(rows.filter(isShort).length)}</p>
                )}
                {sale.choice}
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
