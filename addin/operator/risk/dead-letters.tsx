import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import {
  listPublishRequests,
  type PublishRequestView,
  replayPublishRequests,
} from '../../../shared/contract/publishing'
import type { Failure } from '../../desk/failure'
import { DataTable } from '../../page/data-table'
import { failureOf } from '../../page/failure'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'

const SHOWN = 100

/** Requests that were given up because no ad server took them, and sending them again. */
export function DeadLetters() {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.risk
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [done, setDone] = useState<{ replayed: number; overtaken: number } | null>(null)
  const figures = useFigures('letters', () =>
    api.call(listPublishRequests, { query: { status: 'DEAD', limit: SHOWN } }),
  )
  const replay = async (ids: number[]) => {
    setBusy(true)
    setFailure(null)
    setDone(null)
    try {
      setDone(await api.call(replayPublishRequests, { body: { ids } }))
      figures.reload()
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  const nameOf = ({ action, platform }: PublishRequestView) =>
    `${platformName(platform)} ${said.actions[action]}`
  return (
    <>
      {failure && (
        <div className="wide">
          <FailureBar failure={failure} words={words} />
        </div>
      )}
      {done && (
        <Message
          className="wide"
          intent="success"
          title={done.replayed > 0 ? said.replayed(done.replayed) : said.overtaken(done.overtaken)}
        >
          {done.replayed > 0 && done.overtaken > 0 && said.overtaken(done.overtaken)}
        </Message>
      )}
      <Panel
        className="wide"
        title={said.letters}
        figures={figures}
        empty={({ items }) => (items.length === 0 ? said.lettersEmpty : undefined)}
      >
        {({ items }) => (
          <>
            <DataTable
              label={said.letters}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: said.request,
                  cell: (request) => (
                    <>
                      {nameOf(request)}
                      <small>{request.childAdId}</small>
                    </>
                  ),
                },
                { name: said.webhook, cell: ({ webhook }) => webhook ?? '–' },
                { name: said.attempts, figure: true, cell: ({ attempts }) => numbers.whole(attempts) },
                {
                  name: said.answer,
                  cell: ({ answer, error }) => (
                    <>
                      {answer === null ? said.noAnswer : `HTTP ${answer}`}
                      {error !== null && <small lang="en">{error}</small>}
                    </>
                  ),
                },
                { name: said.when, cell: ({ createdAt }) => numbers.time(createdAt) },
                {
                  name: said.todo,
                  cell: (request) => (
                    <Button
                      size="small"
                      disabled={busy}
                      aria-label={`${said.replay}: ${nameOf(request)} ${request.id}`}
                      onClick={() => void replay([request.id])}
                    >
                      {said.replay}
                    </Button>
                  ),
                },
              ]}
            />
            <div className="buttons">
              <Button disabled={busy} onClick={() => void replay(items.map(({ id }) => id))}>
                {said.replayAll(items.length)}
              </Button>
            </div>
          </>
        )}
      </Panel>
    </>
  )
}
