import { useCallback } from 'react'
import { mayOperate } from '../account/may-operate'
import { openCampaignById } from '../campaigns/campaigns'
import { subscribeLive } from '../live/live'
import { Bell } from '../notifications/bell'
import { usePane } from '../ui/pane-context'

/** The notifications in the pane; those of the open campaign come as they happen. */
export function PaneBell() {
  const { desk, words } = usePane()
  const subscribe = useCallback(
    (changed: () => void) =>
      subscribeLive(desk, (events, stale) => {
        if (stale || events.some(({ kind }) => kind === 'notifications.changed')) changed()
      }),
    [desk],
  )
  return (
    <Bell
      api={desk.api}
      language={desk.language}
      words={words.notifications}
      operates={mayOperate(desk)}
      subscribe={subscribe}
      onCampaign={(campaignId) => void openCampaignById(desk, campaignId)}
    />
  )
}
