import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from '@fluentui/react-components'
import { DataTable } from '../../page/data-table'
import { FailureBar } from '../../page/failure-bar'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import { rateText, weightsText } from './cell-values'
import type { History } from './tables'

interface RowHistoryProps {
  history: History
  /** The row whose changes are shown; null closes the dialog. */
  of: string | null
  onClose(): void
}

/** Who changed a row of the catalogue, when, from what to what, and why. */
export function RowHistory({ history, of, onClose }: RowHistoryProps) {
  const { words } = useOperator()
  return (
    <Dialog open={of !== null} onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface style={{ maxInlineSize: 'min(60rem, 96vw)' }}>
        {of !== null && (
          <DialogBody>
            <DialogTitle>{words.catalog.historyOf(of)}</DialogTitle>
            <DialogContent className="stack">
              <Changes history={history} of={of} />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{words.catalog.close}</Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}

function Changes({ history, of }: { history: History; of: string }) {
  const { api, words, numbers } = useOperator()
  const said = words.catalog
  const { value: changes, failure, reload } = useFigures(of, () => history(api, of), false)
  const valueText = useValueText()
  if (failure) return <FailureBar failure={failure} words={words} onRetry={reload} />
  if (!changes) return <Spinner size="small" label={words.loading} />
  if (changes.length === 0) return <p className="empty">{said.noHistory}</p>
  return (
    <DataTable
      label={said.historyOf(of)}
      rows={changes}
      keyOf={({ id }) => id}
      columns={[
        { name: said.changedAt, cell: ({ at }) => numbers.time(at) },
        { name: said.changedBy, cell: ({ actor }) => <span className="given">{actor}</span> },
        {
          name: said.changedField,
          cell: ({ field }) => said.fields[field as keyof typeof said.fields] ?? field,
        },
        { name: said.valueBefore, cell: ({ field, before }) => valueText(field, before) },
        { name: said.valueAfter, cell: ({ field, after }) => valueText(field, after) },
        { name: said.why, cell: ({ reason }) => reason ?? '' },
      ]}
    />
  )
}

/** A value as the table of the catalogue shows it. */
function useValueText(): (field: string, value: unknown) => string {
  const { words, numbers } = useOperator()
  const said = words.catalog
  const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    type: words.standard.types,
    targetingKind: said.kinds,
    onSale: said.onSale,
    retired: said.retiredValues,
  }
  return (field, value) => {
    if (value === null || value === undefined || value === '') return said.notThere
    const choice = choices[field]?.[String(value)]
    if (choice !== undefined) return choice
    if (typeof value === 'number')
      return field === 'ctr' || field === 'vtr' ? rateText(value) : numbers.whole(value)
    if (typeof value === 'string') return value
    if (!Array.isArray(value)) return said.seeMerge
    const weighted = value.filter((one) => typeof one === 'object')
    return weighted.length === 0
      ? value.join(', ') || said.notThere
      : weightsText(weighted.map(({ platform, metaId, weight }) => ({ code: platform ?? metaId, weight })))
  }
}
