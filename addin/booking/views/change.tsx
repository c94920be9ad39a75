import { Text } from '@fluentui/react-components'
import { useCallback } from 'react'
import type { UnitTargeting } from '../../../shared/contract/campaigns'
import { impressionsFor, isCountable } from '../../../shared/estimates'
import { targetingText } from '../../../shared/sheets/build-plan'
import { AMEND_FIELDS } from '../../../shared/sheets/media-mix/columns'
import type { AmendFields } from '../../desk/state/media-mix'
import { usePane } from '../../ui/pane-context'
import { useLoaded } from '../../ui/use-loaded'
import { runningPlatforms } from '../preview'
import { useBookingStyles } from './styles'

interface Before {
  unitId: string
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
  const { desk, words, state } = usePane()
  const texts = words.booking
  const { open } = state
  const code = open?.rows.find(({ unitId }) => unitId === row.unitId)?.productCode
  const product = open?.catalogue.products.find((one) => one.code === code)
  const targeting = (some: UnitTargeting['groups']) =>
    targetingText(product, some, desk.language) || words.row.none
  const platformName = (platform: string) =>
    open?.catalogue.platforms.find((one) => one.code === platform)?.name ?? platform
  const changed = AMEND_FIELDS.filter((field) => change[field] !== undefined && change[field] !== row[field])
  // While the planner types, the text may not be a valid amount yet.
  if (change.amount !== undefined && !isAmount(change.amount, row.ecpm)) return null
  const { groups, platforms } = change
  if (changed.length === 0 && !groups && !platforms) return null
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
          {groups && (
            <tr>
              <th scope="row">{words.row.targeting}</th>
              <td>{targeting(open?.targeting.get(row.unitId)?.groups ?? [])}</td>
              <td>{targeting(groups)}</td>
            </tr>
          )}
          {platforms && (
            <tr>
              <th scope="row">{words.row.platforms}</th>
              <td>
                <PlatformsNow unitId={row.unitId} all={product?.platforms ?? []} nameOf={platformName} />
              </td>
              <td>{platforms.map(platformName).join(', ')}</td>
            </tr>
          )}
          {changed.includes('amount') && (
            <tr>
              <th scope="row">{texts.fields.impressions}</th>
              <td>{words.impressions(row.impressions)}</td>
              <td>{words.impressions(impressions)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {changed.length > 0 && (
        <span className={styles.between}>
          <Text size={200}>{texts.moneyMoves(amount - row.amount)}</Text>
          <Text size={200}>{texts.impressionsMove(impressions - row.impressions)}</Text>
        </span>
      )}
    </>
  )
}

/** The platforms on which the row runs: those of its product, without the ones that were taken out of it. */
function PlatformsNow(props: { unitId: string; all: readonly string[]; nameOf: (code: string) => string }) {
  const { unitId, all, nameOf } = props
  const { desk } = usePane()
  const load = useCallback(() => runningPlatforms(desk, unitId), [desk, unitId])
  const [running] = useLoaded(load)
  return running.kind === 'ready' ? (running.value ?? all).map(nameOf).join(', ') : null
}
