import { Button, Link } from '@fluentui/react-components'
import { atRiskCsv, atRiskXlsx, type MonitoringAtRisk } from '../../../shared/contract/monitoring'
import { Panel } from '../../page/panel'
import { StatusTag } from '../../page/status-tag'
import type { Figures } from '../../page/use-figures'
import { useDashboard } from '../context'
import { ExportButtons } from '../export-buttons'

interface AtRiskPanelProps {
  figures: Figures<MonitoringAtRisk>
  query: Readonly<Record<string, string>>
  /** Which of the filters do not apply. */
  note: string | undefined
  /** Filters by one campaign. */
  onCampaign(name: string): void
  onMore: (() => void) | undefined
}

/** Rows that will miss their guarantee, sorted by missing impressions, the most first. */
export function AtRiskPanel({ figures, query, note, onCampaign, onMore }: AtRiskPanelProps) {
  const { words, numbers } = useDashboard()
  const said = words.atRisk
  return (
    <Panel
      className="wide"
      title={said.title}
      figures={figures}
      note={note}
      empty={({ asOf, total }) => (asOf !== null && total === 0 ? said.empty : undefined)}
      actions={<ExportButtons what={said.title} csv={atRiskCsv} xlsx={atRiskXlsx} query={query} />}
    >
      {({ items, total, missing }) => (
        <>
          <p className="sum">{said.total(numbers.whole(total), numbers.whole(missing))}</p>
          <div className="scroll">
            <table className="rows">
              <thead>
                <tr>
                  <th scope="col">{said.campaign}</th>
                  <th scope="col">{said.product}</th>
                  <th scope="col">{said.flight}</th>
                  <th scope="col" className="figure">
                    {said.guaranteed}
                  </th>
                  <th scope="col" className="figure">
                    {said.pacing}
                  </th>
                  <th scope="col" className="figure">
                    {said.projected}
                  </th>
                  <th scope="col" className="figure" aria-sort="descending">
                    {said.missing}
                  </th>
                  <th scope="col">{said.reason}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.unitId}>
                    <th scope="row" data-label={said.campaign}>
                      <Link
                        href={`?q=${encodeURIComponent(row.campaign)}`}
                        aria-label={said.only(row.campaign)}
                        onClick={(event) => {
                          // With a modifier key, the browser opens the link in another tab or window as
                          // usual.
                          if (event.ctrlKey || event.metaKey || event.shiftKey) return
                          event.preventDefault()
                          onCampaign(row.campaign)
                        }}
                      >
                        {row.campaign}
                      </Link>
                      <small>{row.advertiser}</small>
                    </th>
                    <td data-label={said.product}>{row.product}</td>
                    <td data-label={said.flight}>{numbers.flight(row.startDate, row.endDate)}</td>
                    <td data-label={said.guaranteed} className="figure">
                      {numbers.whole(row.guaranteed)}
                    </td>
                    <td data-label={said.pacing} className="figure">
                      {numbers.percent(row.pacing)}
                    </td>
                    <td data-label={said.projected} className="figure">
                      {numbers.whole(row.projected)}
                    </td>
                    <td data-label={said.missing} className="figure strong">
                      {numbers.whole(row.missing)}
                    </td>
                    <td data-label={said.reason}>
                      <StatusTag publish={row.reason === 'BEHIND' ? 'PAUSED' : 'FAILED'}>
                        {words.risks[row.reason]}
                      </StatusTag>
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
