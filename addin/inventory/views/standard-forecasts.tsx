import { Button, Checkbox, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { StandardInventoryView } from '../../../shared/contract/inventory'
import type { InventoryState } from '../../desk/state/inventory'
import { Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { ReasonField, useReason } from '../../ui/reason'
import { patchInventory } from '../area'
import { decideShown, type ForecastDecision } from '../standard/forecast-changes'
import { BusyLine } from './busy'
import { useInventoryStyles } from './styles'

/** At most this many rows are shown; all are decided about. */
const SHOWN = 200

/** The operator decides about forecasts that changed after they were confirmed. */
export function StandardForecasts(props: {
  inventory: InventoryState
  rows: readonly StandardInventoryView[]
}) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { busy, failure } = props.inventory
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const reason = useReason()
  const [thenLoad, setThenLoad] = useState(true)
  const ids = props.rows.map(({ id }) => id).filter((id) => !left.has(id))
  const back = () => patchInventory(desk, { step: { step: 'overview' }, failure: null })
  const decide = (decision: ForecastDecision) =>
    reason.needed((given) => void decideShown(desk, decision, ids, given, thenLoad))
  const choose = (id: number, chosen: boolean) =>
    setLeft((before) => new Set(chosen ? [...before].filter((one) => one !== id) : [...before, id]))
  return (
    <Frame
      title={texts.forecastsTitle}
      busy={busy !== null}
      onBack={back}
      footer={
        <>
          <BusyLine inventory={props.inventory} />
          <Button
            appearance="primary"
            disabled={busy !== null || ids.length === 0}
            onClick={() => decide('TAKE')}
          >
            {texts.takeForecasts(ids.length)}
          </Button>
          <Button disabled={busy !== null || ids.length === 0} onClick={() => decide('KEEP')}>
            {texts.keepForecasts}
          </Button>
        </>
      }
    >
      <div className={styles.view}>
        {failure && <FailureNotice failure={failure} />}
        <Text>{texts.forecastsLead}</Text>
        <ul className={styles.list}>
          {props.rows.slice(0, SHOWN).map(({ id, metaId, forecastTotal, newForecastTotal }) => (
            <li key={id} className={styles.item}>
              <Checkbox
                checked={!left.has(id)}
                disabled={busy !== null}
                onChange={(_, { checked }) => choose(id, checked === true)}
                label={
                  <>
                    <Text weight="semibold" block>
                      {metaId}
                    </Text>
                    <Text>
                      {newForecastTotal === forecastTotal
                        ? texts.forecastDays(forecastTotal)
                        : texts.forecastChange(forecastTotal, newForecastTotal ?? forecastTotal)}
                    </Text>
                  </>
                }
              />
            </li>
          ))}
        </ul>
        <ReasonField reason={reason} label={texts.forecastsReason} missing={texts.reopenReasonMissing} />
        <Checkbox
          label={texts.forecastsThenLoad}
          checked={thenLoad}
          onChange={(_, { checked }) => setThenLoad(checked === true)}
        />
      </div>
    </Frame>
  )
}
