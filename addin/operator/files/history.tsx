import { Button, Spinner } from '@fluentui/react-components'
import { useState } from 'react'
import {
  type ForecastFileView,
  getForecast,
  type JobRunView,
  listForecasts,
} from '../../../shared/contract/inventory'
import { DataTable } from '../../page/data-table'
import { FailureBar } from '../../page/failure-bar'
import { Panel } from '../../page/panel'
import { Tag, type Tone } from '../../page/status-tag'
import { useFigures } from '../../page/use-figures'
import { useLimit } from '../../page/use-limit'
import type { Place } from '../address'
import { useOperator } from '../context'
import { FileOutcome } from './outcome'

const ROWS = [10, 50, 500] as const

const RUN_TONES: Record<JobRunView['status'], Tone> = {
  QUEUED: 'warning',
  RUNNING: 'brand',
  SUCCEEDED: 'good',
  FAILED: 'danger',
  CANCELED: 'neutral',
}

interface FileHistoryProps {
  taken: number
  onGo(to: Partial<Place>): void
  /** None while a file is being sent. */
  onResend: ((file: ForecastFileView) => void) | undefined
}

/** The files that were taken, the newest first: who sent them, when, and what changed. */
export function FileHistory({ taken, onGo, onResend }: FileHistoryProps) {
  const { api, words, numbers } = useOperator()
  const said = words.files
  const [limit, more] = useLimit(ROWS)
  const [open, setOpen] = useState<string | null>(null)
  const figures = useFigures(JSON.stringify([limit, taken]), () =>
    api.call(listForecasts, { query: { limit } }),
  )
  const changes = (file: ForecastFileView) =>
    file.sameAs !== null
      ? said.same
      : [
          said.changes(numbers.whole(file.accepted)),
          file.rejected > 0 && said.changeRejected(numbers.whole(file.rejected)),
          file.newContents > 0 && said.changeNew(numbers.whole(file.newContents)),
          file.withdrawn > 0 && said.changeWithdrawn(numbers.whole(file.withdrawn)),
        ]
          .filter(Boolean)
          .join(' · ')
  return (
    <Panel
      className="wide"
      title={said.history}
      figures={figures}
      empty={({ items }) => (items.length === 0 ? said.historyEmpty : undefined)}
    >
      {({ items, nextCursor }) => (
        <>
          <DataTable
            label={said.history}
            rows={items}
            keyOf={({ runId }) => runId}
            columns={[
              {
                name: said.name,
                cell: (file) => (
                  <>
                    <span className="given">{file.name}</span>
                    {file.sheet !== null && <small>{file.sheet}</small>}
                    {file.complete && <small>{said.completeMark}</small>}
                  </>
                ),
              },
              { name: said.who, cell: ({ actor, source }) => actor ?? said.sources[source] },
              { name: said.when, cell: ({ createdAt }) => numbers.time(createdAt) },
              {
                name: said.status,
                cell: ({ status, accepted, rejected }) =>
                  status === 'SUCCEEDED' && accepted === 0 && rejected > 0 ? (
                    <Tag tone="danger">{said.allRefused}</Tag>
                  ) : (
                    <Tag tone={RUN_TONES[status]}>{words.runStatuses[status]}</Tag>
                  ),
              },
              { name: said.changed, cell: changes },
              {
                name: said.actions,
                cell: (file) => (
                  <div className="buttons">
                    <Button
                      size="small"
                      aria-expanded={open === file.runId}
                      aria-label={`${open === file.runId ? said.less : said.details}: ${file.name}`}
                      onClick={() => setOpen(open === file.runId ? null : file.runId)}
                    >
                      {open === file.runId ? said.less : said.details}
                    </Button>
                    <Button
                      size="small"
                      aria-label={`${said.resend}: ${file.name}`}
                      disabled={!onResend}
                      onClick={() => onResend?.(file)}
                    >
                      {said.resend}
                    </Button>
                  </div>
                ),
              },
            ]}
          />
          {nextCursor !== undefined && more && (
            <Button size="small" onClick={more}>
              {said.more}
            </Button>
          )}
          {open !== null && <Details key={open} runId={open} onGo={onGo} />}
        </>
      )}
    </Panel>
  )
}

function Details({ runId, onGo }: { runId: string; onGo(to: Partial<Place>): void }) {
  const { api, words } = useOperator()
  const { value, failure, reload } = useFigures(`${runId} ${words.language}`, () =>
    api.call(getForecast, { params: { runId } }),
  )
  if (failure) return <FailureBar failure={failure} words={words} onRetry={reload} />
  if (!value) return <Spinner size="small" label={words.loading} />
  return (
    <section className="details" aria-label={value.name}>
      <h3>{value.name}</h3>
      {value.outcome ? (
        <FileOutcome runId={runId} outcome={value.outcome} onGo={onGo} />
      ) : (
        <p className="quiet">{words.files.noDetails}</p>
      )}
    </section>
  )
}
