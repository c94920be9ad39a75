import { Text } from '@fluentui/react-components'
import { impressionsFor, isCountable } from '../../../shared/estimates'
import { AMEND_FIELDS } from '../../../shared/sheets/media-mix/columns'
import type { AmendFields } from '../../desk/state/media-mix'
import { usePane } from '../../ui/pane-context'
import { useBookingStyles } from './styles'

interface Before {
  amount: number
  startDate: string
  endDate: string
  impressions: number
  ecpm: number
}

function isAmount(amount: number, ecpm: number): boolean {
  return Number.isSafeInteger(amount) && isCountable(amount, ecpm)
}

/**
 * Shows what an amendment changes in a row: values before and after, and the differences in inventory and
 * money.
 */
export function BookingChange({ row, change }: { row: Before; change: AmendFields }) {
  const styles = useBookingStyles()
  const { words } = usePane()
  const texts = words.booking
  const changed = AMEND_FIELDS.filter((field) => change[field] !== undefined && change[field] !== row[field])
  // While the planner types, the text may not be a valid amount yet.
  if (change.amount !== undefined && !isAmount(change.amount, row.ecpm)) return null
  if (changed.length === 0) return null
  const shown = (field: (typeof AMEND_FIELDS)[number], value: string | number) =>
    field === 'amount' ? words.won(Number(value)) : value
  const amount = change.amount ?? row.amount
  const impressions = changed.includes('amount') ? impressionsFor(amount, row.ecpm) : row.impressions
  return (
    <>
      <table className={styles.values}>
        <thead>
          <tr>
            <td />
            <th scope="col">{texts.before}</th>
            <th scope="col">{texts.after}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((field) => (
            <tr key={field}>
              <th scope="row">{texts.fields[field]}</th>
              <td>{shown(field, row[field])}</td>
              <td>{shown(field, change[field]!)}</td>
            </tr>
          ))}
          {changed.includes('amount') && (
            <tr>
              <th scope="row">{texts.fields.impressions}</th>
              <td>{words.impressions(row.impressions)}</td>
              <td>{words.impressions(impressions)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <span className={styles.between}>
        <Text size={200}>{texts.moneyMoves(amount - row.amount)}</Text>
        <Text size={200}>{texts.impressionsMove(impressions - row.impressions)}</Text>
      </span>
    </>
  )
}
