import { Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { Message } from '../../page/message'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'

export interface ShownLetters<Status, Item> {
  status: Status
  items: readonly Item[]
  /** Says what was done, and loads the list again. */
  onDone(what: string): void
}

interface LettersPanelProps<Status extends string, Item> {
  title: string
  /** What can be shown, each with its name; the first one is shown at first. */
  statuses: Readonly<Record<Status, string>>
  /** What is said where there are none. */
  none: Readonly<Record<Status, string>>
  load(status: Status): Promise<readonly Item[]>
  children(letters: ShownLetters<Status, Item>): ReactNode
}

/** What was to be delivered to somebody outside, by its status. */
export function LettersPanel<Status extends string, Item>({
  title,
  statuses,
  none,
  load,
  children,
}: LettersPanelProps<Status, Item>) {
  const { words } = useOperator()
  const all = Object.keys(statuses) as [Status, ...Status[]]
  const [status, setStatus] = useState<Status>(all[0])
  const [done, setDone] = useState<string | null>(null)
  const figures = useFigures(`${status} ${words.language}`, async () => ({
    status,
    items: await load(status),
  }))
  return (
    <>
      {done !== null && <Message className="wide" intent="success" title={done} />}
      <Panel
        className="wide"
        title={title}
        figures={figures}
        actions={
          <Select
            size="small"
            aria-label={`${title}: ${words.risk.showing}`}
            value={status}
            onChange={(_, { value }) => setStatus(all.find((one) => one === value) ?? all[0])}
          >
            {all.map((one) => (
              <option key={one} value={one}>
                {statuses[one]}
              </option>
            ))}
          </Select>
        }
        empty={(letters) => (letters.items.length === 0 ? none[letters.status] : undefined)}
      >
        {(letters) =>
          children({
            ...letters,
            onDone: (what) => {
              setDone(what)
              figures.reload()
            },
          })
        }
      </Panel>
    </>
  )
}
