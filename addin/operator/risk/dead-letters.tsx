import { Button, Checkbox, Select } from '@fluentui/react-components'
import { useState } from 'react'
import {
  listPublishRequests,
  type PublishRequestView,
  replayPublishRequests,
  retirePublishRequests,
} from '../../../shared/contract/publishing'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { DataTable } from '../../page/data-table'
import { Message } from '../../page/message'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import { Handlings } from './handlings'

const SHOWN = 100
const STATUSES = ['DEAD', 'RETIRED'] as const
type Shown = (typeof STATUSES)[number]

/** Requests that no ad server took: those that were given up, and those that an operator set aside. */
export function DeadLetters() {
  const { api, words } = useOperator()
  const said = words.risk
  const [status, setStatus] = useState<Shown>('DEAD')
  const [done, setDone] = useState<string | null>(null)
  const figures = useFigures(status, async () => ({
    status,
    items: (await api.call(listPublishRequests, { query: { status, limit: SHOWN } })).items,
  }))
  return (
    <>
      {done !== null && <Message className="wide" intent="success" title={done} />}
      <Panel
        className="wide"
        title={said.letters}
        figures={figures}
        actions={
          <Select
            size="small"
            aria-label={said.showing}
            value={status}
            onChange={(_, { value }) => setStatus(STATUSES.find((one) => one === value) ?? 'DEAD')}
          >
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {said.letterStatuses[one]}
              </option>
            ))}
          </Select>
        }
        empty={(letters) => (letters.items.length === 0 ? said.noLetters[letters.status] : undefined)}
      >
        {(letters) => (
          <Letters
            // What is chosen belongs to one list.
            key={letters.status}
            status={letters.status}
            items={letters.items}
            onDone={(what) => {
              setDone(what)
              figures.reload()
            }}
          />
        )}
      </Panel>
    </>
  )
}

interface LettersProps {
  status: Shown
  items: readonly PublishRequestView[]
  onDone(what: string): void
}

interface Question {
  kind: 'replay' | 'retire'
  ids: readonly number[]
}

function Letters({ status, items, onDone }: LettersProps) {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.risk
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [asked, setAsked] = useState<Question | null>(null)
  const ids = items.map(({ id }) => id).filter((id) => chosen.size === 0 || chosen.has(id))
  const nameOf = ({ action, platform }: PublishRequestView) =>
    `${platformName(platform)} ${said.actions[action]}`
  const choose = (id: number, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((one) => one !== id)))

  const act = async ({ kind, ids: these }: Question, reason: string) => {
    if (kind === 'replay') {
      const body = { ids: [...these], status, ...(reason === '' ? {} : { reason }) }
      const { replayed, overtaken } = await api.call(replayPublishRequests, { body })
      onDone(
        [replayed > 0 && said.replayed(replayed), overtaken > 0 && said.overtaken(overtaken)]
          .filter(Boolean)
          .join(' ') || said.nothingReplayed,
      )
    } else {
      const { retired } = await api.call(retirePublishRequests, { body: { ids: [...these], reason } })
      onDone(said.retired(retired))
    }
    setChosen(new Set())
  }
  return (
    <>
      <DataTable
        label={said.letters}
        rows={items}
        keyOf={({ id }) => id}
        classOf={({ id }) => (chosen.has(id) ? 'changed' : undefined)}
        columns={[
          {
            name: said.request,
            cell: (request) => (
              <>
                <Checkbox
                  checked={chosen.has(request.id)}
                  onChange={(_, { checked }) => choose(request.id, checked === true)}
                  label={`${nameOf(request)} ${request.id}`}
                />
                <small className="given">{request.childAdId}</small>
              </>
            ),
          },
          { name: said.webhook, cell: ({ webhook }) => webhook ?? '–' },
          { name: said.attempts, figure: true, cell: ({ attempts }) => numbers.whole(attempts) },
          {
            name: said.answer,
            cell: ({ answer, answerText, error }) => (
              <>
                {answer === null ? said.noAnswer : `HTTP ${answer}`}
                {error !== null && <small lang="en">{error}</small>}
                {answerText !== null && (
                  <details>
                    <summary>{said.answerText}</summary>
                    <pre className="answer">{answerText}</pre>
                  </details>
                )}
              </>
            ),
          },
          { name: said.when, cell: ({ createdAt }) => numbers.time(createdAt) },
          { name: said.handled, cell: ({ id }) => <Handlings id={id} /> },
        ]}
      />
      <div className="buttons">
        <Button onClick={() => setAsked({ kind: 'replay', ids })}>
          {chosen.size > 0 ? said.replayChosen(ids.length) : said.replayAll(ids.length)}
        </Button>
        {status === 'DEAD' && (
          <Button disabled={chosen.size === 0} onClick={() => setAsked({ kind: 'retire', ids })}>
            {said.retire(chosen.size)}
          </Button>
        )}
      </div>
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        title={({ kind, ids: { length } }) =>
          kind === 'replay' ? said.replayTitle(length) : said.retireTitle(length)
        }
        confirm={({ kind, ids: { length } }) =>
          kind === 'replay' ? said.replay(length) : said.retire(length)
        }
        {...(asked?.kind === 'retire'
          ? { reason: { label: said.retireReason, missing: words.inventory.reopenReasonMissing } }
          : {})}
        act={act}
      >
        {({ kind, ids: these }) => (
          <>
            <p>{kind === 'replay' ? said.replayMeans : said.retireMeans}</p>
            <ul className="asked">
              {items
                .filter(({ id }) => these.includes(id))
                .map((request) => (
                  <li key={request.id}>
                    {nameOf(request)} {request.id}
                  </li>
                ))}
            </ul>
          </>
        )}
      </ConfirmDialog>
    </>
  )
}
