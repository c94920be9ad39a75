import { Button, Checkbox, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { Failure } from '../../desk/failure'
import type { InventoryState, StandardStep } from '../../desk/state/inventory'
import { Frame } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { ReasonField, useReason } from '../../ui/reason'
import { patchInventory } from '../area'
import { confirmRows, reopenRows } from '../standard/confirmation'
import { pullStandard } from '../standard/sheet'
import { BusyLine } from './busy'
import { useInventoryStyles } from './styles'

/** Asks for confirmation before rows are frozen. */
export function StandardConfirm(props: {
  inventory: InventoryState
  confirm: Extract<StandardStep, { step: 'confirm' }>
}) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { busy, failure, sheet } = props.inventory
  const { ids, count, unseen, toCheck } = props.confirm
  const [thenLoad, setThenLoad] = useState(ids === null)
  const month = sheet?.month ?? ''
  const back = () => patchInventory(desk, { step: { step: 'overview' }, failure: null })
  return (
    <Frame
      title={texts.confirmTitle}
      busy={busy !== null}
      onBack={back}
      footer={
        <>
          <BusyLine inventory={props.inventory} />
          <Button
            appearance="primary"
            disabled={busy !== null}
            onClick={() => void confirmRows(desk, thenLoad)}
          >
            {texts.confirm(count)}
          </Button>
          <Button disabled={busy !== null} onClick={back}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <div className={styles.view}>
        {failure && <ConfirmFailure failure={failure} />}
        {unseen > 0 && (
          <Notice
            intent="warning"
            title={texts.unseen(unseen)}
            actions={<Button onClick={() => void pullStandard(desk)}>{texts.pullAgain}</Button>}
          >
            {texts.unseenNext}
          </Notice>
        )}
        {toCheck > 0 && (
          <Notice intent="warning" title={texts.toCheck(toCheck)}>
            {texts.toCheckNext}
          </Notice>
        )}
        <Text>{ids === null ? texts.confirmAll(month, count) : texts.confirmSome(month, count)}</Text>
        <Text>{texts.confirmMeans}</Text>
        <Checkbox
          label={texts.thenLoad}
          checked={thenLoad}
          onChange={(_, { checked }) => setThenLoad(checked === true)}
        />
      </div>
    </Frame>
  )
}

/** If a correction has no daily shape, the service names its rows. */
function ConfirmFailure({ failure }: { failure: Failure }) {
  const { words } = usePane()
  const texts = words.inventory
  if (failure.name !== 'CallFailure' || failure.code !== 'SHAPE_ALL_ZERO') {
    return <FailureNotice failure={failure} />
  }
  const rows = Array.isArray(failure.data.rows) ? (failure.data.rows as { metaId: string }[]) : []
  return (
    <Notice intent="error" title={texts.shapeless}>
      {texts.shapelessNext} {rows.map(({ metaId }) => metaId).join(', ')}
    </Notice>
  )
}

/** Asks for the reason of reopening, which is stored in the row's history. */
export function StandardReopen({ inventory, ids }: { inventory: InventoryState; ids: readonly number[] }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { busy, failure } = inventory
  const reason = useReason()
  const back = () => patchInventory(desk, { step: { step: 'overview' }, failure: null })
  return (
    <Frame
      title={texts.reopenTitle}
      busy={busy !== null}
      onBack={back}
      footer={
        <>
          <BusyLine inventory={inventory} />
          <Button
            appearance="primary"
            disabled={busy !== null}
            onClick={() => reason.needed((given) => void reopenRows(desk, given))}
          >
            {texts.reopen(ids.length)}
          </Button>
          <Button disabled={busy !== null} onClick={back}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <div className={styles.view}>
        {failure && <FailureNotice failure={failure} />}
        <Text>{texts.reopenLead(ids.length)}</Text>
        <ReasonField reason={reason} label={texts.reopenReason} missing={texts.reopenReasonMissing} />
      </div>
    </Frame>
  )
}
