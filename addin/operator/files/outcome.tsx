import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Endpoint } from '../../../shared/contract/endpoint'
import {
  type ForecastOutcome,
  forecastRejections,
  forecastWithdrawals,
} from '../../../shared/contract/inventory'
import { columnText } from '../../../shared/forecast-column-words'
import { LANGUAGES, type Language } from '../../../shared/language'
import type { Failure } from '../../desk/failure'
import { DataTable } from '../../page/data-table'
import { failureOf } from '../../page/failure'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import { saveFile } from '../../ui/save-file'
import type { Place } from '../address'
import { useOperator } from '../context'

const SHOWN_REFUSALS = 20

interface FileOutcomeProps {
  runId: string
  outcome: ForecastOutcome
  /** Sends another sheet of the same workbook, where the file is still at hand. */
  onSheet?: (sheet: string) => void
  onGo(to: Partial<Place>): void
}

/** What came of a file: counts, what to check, the first refusals, and where to go next. */
export function FileOutcome({ runId, outcome, onSheet, onGo }: FileOutcomeProps) {
  const { words, numbers } = useOperator()
  const said = words.files
  const {
    accepted,
    rejected,
    duplicates,
    newContents,
    months,
    parts,
    withdrawn,
    warnings = [],
    file,
  } = outcome
  const counts: [string, string][] = [
    [said.accepted, numbers.whole(accepted)],
    [said.rejected, numbers.whole(rejected)],
    [said.duplicates, numbers.whole(duplicates.count)],
    [said.newContents, numbers.whole(newContents)],
    ...(withdrawn === undefined ? [] : [[said.withdrawn, numbers.whole(withdrawn)] as [string, string]]),
    [said.months, months.join(', ') || '–'],
    [said.parts, parts?.join(', ') || '–'],
    ...(file.sheet === null ? [] : [[said.sheetRead, file.sheet] as [string, string]]),
    ...(file.ignoredColumns.length === 0
      ? []
      : [[said.ignored, file.ignoredColumns.join(', ')] as [string, string]]),
  ]
  return (
    <div className="outcome">
      {outcome.alreadyTaken && (
        <Message intent="info" title={said.already(numbers.time(outcome.alreadyTaken.at))} />
      )}
      <dl className="counts">
        {counts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{said.warnings}</h3>
      {warnings.length === 0 && <p className="quiet">{said.noWarnings}</p>}
      <ul className="warnings">
        {warnings.map(({ code, count, first }) => (
          <li key={code}>
            {said.warning[code](numbers.whole(count))}
            {code === 'SHEETS_NOT_READ' && onSheet
              ? first.map((sheet) => (
                  <Button key={sheet} size="small" onClick={() => onSheet(sheet)}>
                    {said.readSheet(sheet)}
                  </Button>
                ))
              : first.length > 0 && <small>{said.examples(first.join(' · '))}</small>}
          </li>
        ))}
      </ul>
      {rejected > 0 && <Refusals runId={runId} outcome={outcome} />}
      <div className="buttons">
        {(withdrawn ?? 0) > 0 && (
          <Download
            text={said.downloadWithdrawn}
            endpoint={forecastWithdrawals}
            runId={outcome.alreadyTaken?.runId ?? runId}
          />
        )}
        {accepted > 0 &&
          months.map((month) => (
            <Button key={month} appearance="primary" onClick={() => onGo({ view: 'month', month })}>
              {said.toMonth(month)}
            </Button>
          ))}
        {newContents > 0 && (
          <Button onClick={() => onGo({ view: 'catalog', table: 'review' })}>
            {said.toReview(numbers.whole(newContents))}
          </Button>
        )}
      </div>
    </div>
  )
}

function Refusals({ runId, outcome }: { runId: string; outcome: ForecastOutcome }) {
  const { words, numbers } = useOperator()
  const said = words.files
  const rows = outcome.rejections.slice(0, SHOWN_REFUSALS).map((rejection, at) => ({ ...rejection, at }))
  return (
    <>
      <h3>{said.refusals}</h3>
      <p className="quiet">
        {said.refusalsShown(numbers.whole(rows.length), numbers.whole(outcome.rejected))}
      </p>
      <DataTable
        label={said.refusals}
        rows={rows}
        keyOf={({ at }) => at}
        columns={[
          { name: said.lineHead, cell: ({ line }) => numbers.whole(line) },
          { name: said.column, cell: ({ column }) => columnText(column, words.language) || said.wholeLine },
          { name: said.value, cell: ({ value }) => <span className="given">{value || '–'}</span> },
          { name: said.reason, wide: true, cell: ({ reason }) => reason },
        ]}
      />
      <div className="buttons">
        {/* The list goes to the vendor, who may read another language. */}
        {LANGUAGES.map((language) => (
          <Download
            key={language}
            text={said.download[language]}
            language={language}
            endpoint={forecastRejections}
            runId={runId}
          />
        ))}
      </div>
    </>
  )
}

interface DownloadProps {
  text: string
  endpoint: Endpoint
  runId: string
  language?: Language
}

function Download({ text, endpoint, runId, language }: DownloadProps) {
  const { api, words } = useOperator()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const download = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const { name, blob } = await api.file(endpoint, { params: { runId } } as never, language)
      saveFile(name, blob)
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {failure && <FailureBar failure={failure} words={words} />}
      <Button icon={<ArrowDownloadRegular />} disabled={busy} onClick={() => void download()}>
        {text}
      </Button>
    </>
  )
}
