import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { confirmStandardInventory } from '../../../shared/contract/inventory'
import { partsOf } from '../../desk/every-item'
import type { Failure } from '../../desk/failure'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { failureOf } from '../../page/failure'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import { useOperator } from '../context'
import { IS_CHECKED, loadMonth, type MonthFigures, totalOf } from './month-rows'
import { useThenOnSale } from './then-on-sale'

/** Rows that one call confirms. */
const AT_ONCE = 10_000

interface ConfirmationProps {
  month: string
  figures: MonthFigures
  /** Corrections that are not sent yet. */
  drafts: number
  onDone(what: string): void
  /** Loads the month again. */
  onRefresh(): void
  onRisk(): void
  onReopen(ids: readonly number[]): void
}

/** Confirms a whole month, after it has said what that is. */
export function Confirmation({
  month,
  figures,
  drafts,
  onDone,
  onRefresh,
  onRisk,
  onReopen,
}: ConfirmationProps) {
  const { api, words } = useOperator()
  const said = words.month
  const [asked, setAsked] = useState<MonthFigures | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const sale = useThenOnSale({ month, onLoaded: onRefresh, onRisk })
  const open = figures.rows.filter(IS_CHECKED.open).length

  // What is confirmed is what the service has now: it is loaded again before it is shown.
  const ask = async () => {
    setBusy(true)
    setFailure(null)
    try {
      setAsked(await loadMonth(api, month))
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  const confirm = async (now: MonthFigures) => {
    let count = 0
    for (const some of partsOf(now.rows.filter(IS_CHECKED.open), AT_ONCE)) {
      const ids = some.map(({ id }) => id)
      count += (await api.call(confirmStandardInventory, { body: { month, ids } })).confirmed
    }
    onDone(said.confirmed(count))
    sale.go()
  }

  return (
    <div className="confirmation">
      {failure && <FailureBar failure={failure} words={words} />}
      <div className="buttons">
        <Button
          appearance="primary"
          disabled={busy || sale.running || open === 0 || drafts > 0}
          onClick={() => void ask()}
        >
          {said.confirmMonth}
        </Button>
        {open < figures.rows.length && (
          <Button
            onClick={() => onReopen(figures.rows.filter((row) => !IS_CHECKED.open(row)).map(({ id }) => id))}
          >
            {said.reopenMonth}
          </Button>
        )}
      </div>
      {drafts > 0 && <small>{said.draftsFirst}</small>}
      {sale.line}
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        title={() => said.confirmTitle(month)}
        confirm={({ rows }) => said.confirm(rows.filter(IS_CHECKED.open).length)}
        failed={(reason) => <ConfirmFailure failure={reason} />}
        act={confirm}
      >
        {(now) => (
          <>
            <What now={now} before={figures} />
            <p>{words.inventory.confirmMeans}</p>
            {sale.choice}
          </>
        )}
      </ConfirmDialog>
    </div>
  )
}

/** What a confirmation is about, row by row counted. */
function What({ now, before }: { now: MonthFigures; before: MonthFigures }) {
  const { words, numbers } = useOperator()
  const said = words.month
  const open = now.rows.filter(IS_CHECKED.open)
  const known = new Map(before.rows.map(({ id, version }) => [id, version]))
  const count = (of: (row: (typeof open)[number]) => boolean) => open.filter(of).length
  const total = open.reduce((all, row) => all + totalOf(row), 0)
  const lines = [
    said.confirmRows(open.length, numbers.whole(total)),
    count(IS_CHECKED.corrected) > 0 && said.confirmCorrected(count(IS_CHECKED.corrected)),
    count(IS_CHECKED.notes) > 0 && said.confirmNotes(count(IS_CHECKED.notes)),
    count(IS_CHECKED.short) > 0 && said.confirmShort(count(IS_CHECKED.short)),
    open.length < now.rows.length && said.confirmSkipped(now.rows.length - open.length),
    count(({ id, version }) => known.get(id) !== version) > 0 &&
      said.confirmChanged(count(({ id, version }) => known.get(id) !== version)),
  ]
  return <ul>{lines.map((line) => line !== false && <li key={line}>{line}</li>)}</ul>
}

/** If a correction has no daily shape, the service names its rows. */
function ConfirmFailure({ failure }: { failure: Failure }) {
  const { words } = useOperator()
  const rows = 'data' in failure && Array.isArray(failure.data.rows) ? failure.data.rows : []
  const names = rows.map(({ metaId }: { metaId: string }) => metaId).join(', ')
  if (failure.code !== 'SHAPE_ALL_ZERO') return <FailureBar failure={failure} words={words} />
  return (
    <Message intent="error" title={words.inventory.shapeless}>
      {words.inventory.shapelessNext} {names}
    </Message>
  )
}
