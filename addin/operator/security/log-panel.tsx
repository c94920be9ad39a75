import { Button, Field, Input, Select } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import {
  exportSecurityEvents,
  listSecurityEvents,
  type SecurityEventView,
} from '../../../shared/contract/security-log'
import { deviceOf } from '../../../shared/device'
import { SECURITY_ACTION_WORDS, SECURITY_ACTIONS, type SecurityAction } from '../../../shared/security-words'
import { shownSeoulTime } from '../../../shared/seoul-time'
import type { Failure } from '../../desk/failure'
import { DataTable } from '../../page/data-table'
import { failureOf } from '../../page/failure'
import { Panel } from '../../page/panel'
import { saveFile } from '../../ui/save-file'
import { useOperator } from '../context'
import { detailsText } from './details-text'
import { SECURITY_WORDS } from './words'

interface Asked {
  actor: string
  action: SecurityAction | ''
  from: string
  to: string
}

const ALL: Asked = { actor: '', action: '', from: '', to: '' }
const PAGE = 100

/** Who did what from where: by account, action and day, and as a file. */
export function LogPanel() {
  const { api, words: page } = useOperator()
  const { log: words } = SECURITY_WORDS[page.language]
  const actions = SECURITY_ACTION_WORDS[page.language]
  const [typed, setTyped] = useState(ALL)
  const [asked, setAsked] = useState(ALL)
  const { figures, more } = useEvents(asked)
  const [failure, setFailure] = useState<Failure | undefined>()

  const download = async () => {
    setFailure(undefined)
    try {
      const { name, blob } = await api.file(exportSecurityEvents, { query: given(asked) })
      saveFile(name, blob)
      figures.reload()
    } catch (error) {
      setFailure(failureOf(error))
    }
  }
  const show = (event: FormEvent) => {
    event.preventDefault()
    setAsked({ ...typed, actor: typed.actor.trim() })
  }
  const set = (some: Partial<Asked>) => setTyped((before) => ({ ...before, ...some }))
  return (
    <Panel
      title={words.title}
      className="wide"
      note={words.note}
      figures={{ ...figures, failure: failure ?? figures.failure }}
      actions={
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowDownloadRegular />}
          onClick={() => void download()}
        >
          {words.download}
        </Button>
      }
    >
      {({ items, nextCursor }) => (
        <>
          <form className="log-filters" onSubmit={show}>
            <Field label={words.actor}>
              <Input type="email" value={typed.actor} onChange={(_, { value }) => set({ actor: value })} />
            </Field>
            <Field label={words.action}>
              <Select
                value={typed.action}
                onChange={(_, { value }) => set({ action: value as SecurityAction | '' })}
              >
                <option value="">{words.every}</option>
                {SECURITY_ACTIONS.map((action) => (
                  <option key={action} value={action}>
                    {actions[action]}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={words.from}>
              <Input type="date" value={typed.from} onChange={(_, { value }) => set({ from: value })} />
            </Field>
            <Field label={words.to}>
              <Input
                type="date"
                value={typed.to}
                min={typed.from}
                onChange={(_, { value }) => set({ to: value })}
              />
            </Field>
            <Button type="submit" appearance="primary">
              {words.show}
            </Button>
          </form>
          {items.length === 0 ? (
            <p className="empty">{words.empty}</p>
          ) : (
            <DataTable
              label={words.title}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { name: words.at, cell: ({ at }) => <span className="when">{shownSeoulTime(at)}</span> },
                { name: words.action, cell: ({ action }) => actions[action] },
                {
                  name: words.who,
                  cell: ({ actor }) => <span className="given">{actor ?? words.nobody}</span>,
                },
                { name: words.subject, cell: ({ subject }) => <span className="given">{subject}</span> },
                {
                  name: words.where,
                  cell: ({ address, userAgent }) =>
                    [address, deviceOf(userAgent)].filter(Boolean).join(' · '),
                },
                {
                  name: words.details,
                  wide: true,
                  cell: ({ details }) => (
                    <span className="given">{detailsText(details, words.names, words.values)}</span>
                  ),
                },
              ]}
            />
          )}
          {nextCursor && <Button onClick={() => void more()}>{words.more}</Button>}
        </>
      )}
    </Panel>
  )
}

interface Events {
  items: readonly SecurityEventView[]
  nextCursor?: string | undefined
}

/** The newest events that fit, and a function that loads those before them. It is loaded anew only when it is asked for. */
function useEvents(asked: Asked) {
  const { api } = useOperator()
  const [value, setValue] = useState<Events>()
  const [failure, setFailure] = useState<Failure>()
  const [stale, setStale] = useState(false)
  const turn = useRef(0)
  const load = useCallback(
    async (before?: Events) => {
      const mine = ++turn.current
      setStale(true)
      setFailure(undefined)
      try {
        const cursor = before?.nextCursor
        const query = { ...given(asked), limit: PAGE, ...(cursor ? { cursor } : {}) }
        const next = await api.call(listSecurityEvents, { query })
        if (mine === turn.current) setValue({ ...next, items: [...(before?.items ?? []), ...next.items] })
      } catch (error) {
        if (mine === turn.current) setFailure(failureOf(error))
      }
      if (mine === turn.current) setStale(false)
    },
    [api, asked],
  )
  useEffect(() => void load(), [load])
  return { figures: { value, failure, stale, reload: () => void load() }, more: () => load(value) }
}

/** What is asked for: what is left blank is not. */
function given({ actor, action, from, to }: Asked) {
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  }
}
