import { Button, Checkbox } from '@fluentui/react-components'
import { useState } from 'react'
import {
  listPublishRequests,
  type PublishRequestView,
  replayPublishRequests,
  retirePublishRequests,
} from '../../../shared/contract/publishing'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { DataTable } from '../../page/data-table'
import { useChosen } from '../../page/use-chosen'
import { useOperator } from '../context'
import { Handlings } from './handlings'
import { LettersPanel, type ShownLetters } from './letters-panel'

const SHOWN = 100
type Status = 'DEAD' | 'RETIRED'

/** Requests that no ad server took: those that were given up, and those that an operator set aside. */
export function DeadLetters() {
  const { api, words } = useOperator()
  const said = words.risk
  return (
    <LettersPanel<Status, PublishRequestView>
      title={said.letters}
      statuses={said.letterStatuses}
      none={said.noLetters}
      load={async (status) =>
        (await api.call(listPublishRequests, { query: { status, limit: SHOWN } })).items
      }
    >
      {/* What is chosen belongs to one list. */}
      {(letters) => <Requests key={letters.status} {...letters} />}
    </LettersPanel>
  )
}

interface Question {
  kind: 'replay' | 'retire'
  ids: readonly number[]
}

function Requests({ status, items, onDone }: ShownLetters<Status, PublishRequestView>) {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.risk
  const chosen = useChosen<number>()
  const [asked, setAsked] = useState<Question | null>(null)
  const ids = items.map(({ id }) => id).filter((id) => chosen.keys.size === 0 || chosen.keys.has(id))
  const nameOf = ({ id, action, platform }: PublishRequestView) =>
    `${platformName(platform)} ${said.actions[action]} ${id}`

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
    chosen.only([])
  }
  return (
    <>
      <DataTable
        label={said.letters}
        rows={items}
        keyOf={({ id }) => id}
        classOf={({ id }) => (chosen.keys.has(id) ? 'changed' : undefined)}
        columns={[
          {
            name: said.request,
            cell: (request) => (
              <>
                <Checkbox
                  checked={chosen.keys.has(request.id)}
                  onChange={(_, { checked }) => chosen.choose(request.id, checked === true)}
                  label={nameOf(request)}
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
          {chosen.keys.size > 0 ? said.replayChosen(ids.length) : said.replayAll(ids.length)}
        </Button>
        {status === 'DEAD' && (
          <Button disabled={chosen.keys.size === 0} onClick={() => setAsked({ kind: 'retire', ids })}>
            {said.retire(chosen.keys.size)}
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
        reason={asked?.kind === 'retire' ? said.retireReason : undefined}
        act={act}
      >
        {({ kind, ids: these }) => (
          <>
            <p>{kind === 'replay' ? said.replayMeans : said.retireMeans}</p>
            <AskedList lines={items.filter(({ id }) => these.includes(id)).map(nameOf)} />
          </>
        )}
      </ConfirmDialog>
    </>
  )
}
