import { Button } from '@fluentui/react-components'
import type { Failure } from '../desk/failure'
import { usePane } from './pane-context'

/** The next action after a failure: choose the missing targeting, or try again. */
export function WayOn(props: {
  failure: Failure
  unitIds: readonly string[]
  label: string
  onAgain: () => void
}) {
  const { desk, words } = usePane()
  const [unitId] = props.unitIds
  if (props.failure.code === 'TARGETING_MISSING' && unitId !== undefined) {
    return (
      <Button
        appearance="primary"
        onClick={() => desk.store.set({ buying: null, booking: null, panel: { kind: 'targeting', unitId } })}
      >
        {words.row.chooseTargeting}
      </Button>
    )
  }
  return (
    <Button appearance="primary" onClick={props.onAgain}>
      {props.label}
    </Button>
  )
}
