import { Button, Checkbox } from '@fluentui/react-components'
import { useState } from 'react'
import {
  type LetterStatus,
  type LetterView,
  listNotificationLetters,
  replayNotificationLetters,
} from '../../../shared/contract/notifications'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { DataTable } from '../../page/data-table'
import { useChosen } from '../../page/use-chosen'
import { useOperator } from '../context'
import { LettersPanel, type ShownLetters } from './letters-panel'

const SHOWN = 100

/** Mails and webhook messages of notifications: those that were given up, those that wait, those that arrived. */
export function Undelivered() {
  const { api, words } = useOperator()
  const said = words.risk
  return (
    <LettersPanel<LetterStatus, LetterView>
      title={said.mails}
      statuses={said.mailStatuses}
      none={said.noMails}
      load={async (status) =>
        (await api.call(listNotificationLetters, { query: { status, limit: SHOWN } })).items
      }
    >
      {/* What is chosen belongs to one list. */}
      {(letters) => <Letters key={letters.status} {...letters} />}
    </LettersPanel>
  )
}

function Letters({ status, items, onDone }: ShownLetters<LetterStatus, LetterView>) {
  const { api, words, numbers } = useOperator()
  const said = words.risk
  const chosen = useChosen<number>()
  const [asked, setAsked] = useState<readonly LetterView[] | null>(null)
  const these = items.filter(({ id }) => chosen.keys.size === 0 || chosen.keys.has(id))
  const receiverOf = ({ channel, receiver }: LetterView) => `${said.channels[channel]} ${receiver}`
  const last = ({ doneAt, nextAttemptAt, createdAt }: LetterView) => doneAt ?? nextAttemptAt ?? createdAt
  return (
    <>
      <DataTable
        label={said.mails}
        rows={items}
        keyOf={({ id }) => id}
        classOf={({ id }) => (chosen.keys.has(id) ? 'changed' : undefined)}
        columns={[
          {
            name: said.notification,
            cell: (letter) =>
              status === 'DEAD' ? (
                <Checkbox
                  checked={chosen.keys.has(letter.id)}
                  onChange={(_, { checked }) => chosen.choose(letter.id, checked === true)}
                  label={letter.title}
                />
              ) : (
                letter.title
              ),
          },
          {
            name: said.receiver,
            cell: ({ channel, receiver }) => (
              <>
                <span className="given">{receiver}</span>
                <small>{said.channels[channel]}</small>
              </>
            ),
          },
          { name: said.attempts, figure: true, cell: ({ attempts }) => numbers.whole(attempts) },
          {
            name: said.answer,
            cell: ({ error }) =>
              error === null ? (
                '–'
              ) : (
                <span className="given" lang="en">
                  {error}
                </span>
              ),
          },
          { name: said.raised, cell: ({ createdAt }) => numbers.time(createdAt) },
          { name: said.lastAt[status], cell: (letter) => numbers.time(last(letter)) },
        ]}
      />
      {status === 'DEAD' && (
        <div className="buttons">
          <Button onClick={() => setAsked(these)}>
            {chosen.keys.size > 0 ? said.replayChosen(these.length) : said.replayAll(these.length)}
          </Button>
        </div>
      )}
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        title={({ length }) => said.resendTitle(length)}
        confirm={({ length }) => said.replay(length)}
        act={async (letters) => {
          const body = { ids: letters.map(({ id }) => id) }
          const { replayed } = await api.call(replayNotificationLetters, { body })
          onDone(replayed > 0 ? said.replayed(replayed) : said.nothingReplayed)
          chosen.only([])
        }}
      >
        {(letters) => (
          <>
            <p>{said.resendMeans}</p>
            <AskedList lines={letters.map((letter) => `${letter.title} → ${receiverOf(letter)}`)} />
          </>
        )}
      </ConfirmDialog>
    </>
  )
}
