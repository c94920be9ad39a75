import { Button } from '@fluentui/react-components'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { writeMonitoring } from '../monitoring'

/** Writing the 모니터링 sheet would overwrite contents that aren't the add-in's: the planner decides. */
export function MonitoringNotice({ open }: { open: OpenCampaign }) {
  const { desk, words, state } = usePane()
  const texts = words.monitoring
  const { inTheWay } = open.monitoring
  if (!inTheWay) return null
  return (
    <Notice
      intent="warning"
      title={inTheWay === 'foreign' ? texts.foreignTitle : texts.notesTitle}
      actions={
        <Button disabled={state.busy !== null} onClick={() => void writeMonitoring(desk, true)}>
          {texts.overwrite}
        </Button>
      }
    >
      {inTheWay === 'foreign' ? texts.foreignBody : texts.notesBody}
    </Notice>
  )
}
