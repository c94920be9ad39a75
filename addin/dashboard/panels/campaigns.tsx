import { Button } from '@fluentui/react-components'
import {
  campaignsCsv,
  campaignsXlsx,
  type MonitoringCampaigns,
  type MonitoringCampaignView,
} from '../../../shared/contract/monitoring'
import { Panel } from '../../page/panel'
import { StatusTag } from '../../page/status-tag'
import type { Figures } from '../../page/use-figures'
import { Bar } from '../charts/bar'
import { useDashboard } from '../context'
import { ExportButtons } from '../export-buttons'
import { paceOf, paceSoFar, TONES } from '../pace'
import { PaceTag } from '../pace-tag'

interface CampaignsPanelProps {
  figures: Figures<MonitoringCampaigns>
  query: Readonly<Record<string, string>>
  /** The figures are those of one platform. */
  ofPlatform: boolean
  onMore: (() => void) | undefined
}

/** The campaigns, each with what is guaranteed and delivered. */
export function CampaignsPanel({ figures, query, ofPlatform, onMore }: CampaignsPanelProps) {
  const { words, numbers } = useDashboard()
  const said = words.campaigns
  return (
    <Panel
      className="wide"
      title={said.title}
      figures={figures}
      empty={({ total }) => (total === 0 ? said.empty : undefined)}
      actions={<ExportButtons what={said.title} csv={campaignsCsv} xlsx={campaignsXlsx} query={query} />}
    >
      {({ items, total }) => (
        <>
          {ofPlatform && <p className="sum">{said.ofPlatform}</p>}
          <div className="scroll">
            <table className="rows">
              <thead>
                <tr>
                  <th scope="col">{said.name}</th>
                  <th scope="col">{said.flight}</th>
                  <th scope="col">{said.status}</th>
                  <th scope="col" className="figure">
                    {said.guaranteed}
                  </th>
                  <th scope="col" className="figure">
                    {said.delivered}
                  </th>
                  <th scope="col" className="figure">
                    {said.achievement}
                  </th>
                  <th scope="col" className="figure">
                    {said.atRisk}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.campaignId}>
                    <th scope="row" data-label={said.name}>
                      {row.name}
                      <small>{row.advertiser}</small>
                    </th>
                    <td data-label={said.flight}>{numbers.flight(row.startDate, row.endDate)}</td>
                    <td data-label={said.status}>
                      <StatusTag booking={row.bookingStatus}>{words.statuses[row.bookingStatus]}</StatusTag>{' '}
                      {row.publishStatus && (
                        <StatusTag publish={row.publishStatus}>
                          {words.publishStatuses[row.publishStatus]}
                        </StatusTag>
                      )}
                    </td>
                    <td data-label={said.guaranteed} className="figure">
                      {numbers.whole(row.guaranteed)}
                    </td>
                    <td data-label={said.delivered} className="figure">
                      {numbers.whole(row.delivered)}
                    </td>
                    <td data-label={said.achievement} className="figure">
                      <Achievement {...row} />
                    </td>
                    <td data-label={said.atRisk} className={row.atRiskUnits > 0 ? 'figure strong' : 'figure'}>
                      {row.atRiskUnits === 0 ? '–' : numbers.whole(row.atRiskUnits)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {onMore && total > items.length && (
            <Button size="small" onClick={onMore}>
              {said.more(numbers.whole(total - items.length))}
            </Button>
          )}
        </>
      )}
    </Panel>
  )
}

/** Delivered of the guarantee, marked where it is more, and where the flight has ended with less. */
function Achievement({
  achievement,
  bookingStatus,
}: Pick<MonitoringCampaignView, 'achievement' | 'bookingStatus'>) {
  const { numbers } = useDashboard()
  const pace = bookingStatus === 'Finished' ? paceOf(achievement) : paceSoFar(achievement)
  return (
    <>
      <PaceTag pace={pace} /> {numbers.percent(achievement)}
      <Bar part={achievement ?? 0} tone={pace === null ? 'brand' : TONES[pace]} />
    </>
  )
}
