import type { MonitoringCampaigns } from '../../../shared/contract/monitoring'
import type { BookingStatus } from '../../../shared/statuses'
import { Panel } from '../../page/panel'
import { StatusTag } from '../../page/status-tag'
import type { Figures } from '../../page/use-figures'
import { Bar } from '../charts/bar'
import { useDashboard } from '../context'

interface StatusPanelProps {
  figures: Figures<MonitoringCampaigns>
  chosen: BookingStatus | ''
  onChoose(status: BookingStatus): void
}

/** Number of campaigns per status; a press on a bar filters by that status. */
export function StatusPanel({ figures, chosen, onChoose }: StatusPanelProps) {
  const { words, numbers } = useDashboard()
  const said = words.campaigns
  return (
    <Panel
      title={said.byStatus}
      figures={figures}
      empty={({ byBookingStatus }) => (byBookingStatus.length === 0 ? said.empty : undefined)}
    >
      {({ byBookingStatus, byPublishStatus }) => {
        const most = Math.max(1, ...byBookingStatus.map(({ campaigns }) => campaigns))
        return (
          <>
            <ul className="bars">
              {byBookingStatus.map(({ status, campaigns }) => (
                <li key={status}>
                  <button
                    type="button"
                    aria-pressed={status === chosen}
                    aria-label={
                      status === chosen
                        ? said.chosen(words.statuses[status])
                        : said.choose(words.statuses[status], numbers.whole(campaigns))
                    }
                    onClick={() => onChoose(status)}
                  >
                    <span className="name">{words.statuses[status]}</span>
                    <Bar
                      part={campaigns / most}
                      tone={chosen === '' || chosen === status ? 'brand' : 'neutral'}
                    />
                    <span className="number">{said.count(numbers.whole(campaigns))}</span>
                  </button>
                </li>
              ))}
            </ul>
            {byPublishStatus.length > 0 && (
              <p className="tags">
                {byPublishStatus.map(({ status, campaigns }) => (
                  <StatusTag key={status} publish={status}>
                    {words.publishStatuses[status]} {numbers.whole(campaigns)}
                  </StatusTag>
                ))}
              </p>
            )}
          </>
        )
      }}
    </Panel>
  )
}
