import { monitoringJobs } from '../../../shared/contract/monitoring'
import { Panel } from '../../page/panel'
import { StatusTag } from '../../page/status-tag'
import { useFigures } from '../../page/use-figures'
import { useDashboard } from '../context'

const TONES = {
  QUEUED: 'PAUSED',
  RUNNING: 'LIVE',
  SUCCEEDED: 'APPROVED',
  FAILED: 'FAILED',
  CANCELED: 'CANCELED',
} as const

/** The jobs, for operators: when each ran last and runs next, and what failed. */
export function JobsPanel() {
  const { api, words, numbers } = useDashboard()
  const said = words.jobs
  const figures = useFigures('jobs', () => api.call(monitoringJobs, {}))
  return (
    <Panel className="wide" title={said.title} figures={figures}>
      {({ items }) => (
        <div className="scroll">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{said.job}</th>
                <th scope="col">{said.status}</th>
                <th scope="col">{said.last}</th>
                <th scope="col">{said.next}</th>
                <th scope="col" className="figure">
                  {said.failures}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ job, schedule, nextRunAt, lastRun, runs, failures }) => (
                <tr key={job}>
                  <th scope="row" data-label={said.job}>
                    {job}
                    {lastRun?.error && <small className="error">{lastRun.error.detail}</small>}
                  </th>
                  <td data-label={said.status}>
                    {lastRun ? (
                      <StatusTag publish={lastRun.refusedAll ? 'FAILED' : TONES[lastRun.status]}>
                        {lastRun.refusedAll ? said.refusedAll : said.statuses[lastRun.status]}
                      </StatusTag>
                    ) : (
                      said.never
                    )}
                  </td>
                  <td data-label={said.last}>
                    {lastRun
                      ? numbers.time(lastRun.finishedAt ?? lastRun.startedAt ?? lastRun.createdAt)
                      : '–'}
                  </td>
                  <td data-label={said.next} title={schedule ?? undefined}>
                    {nextRunAt ? numbers.time(nextRunAt) : said.byHand}
                  </td>
                  <td data-label={said.failures} className={failures > 0 ? 'figure strong' : 'figure'}>
                    {runs === 0 ? '–' : said.of(numbers.whole(failures), numbers.whole(runs))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
