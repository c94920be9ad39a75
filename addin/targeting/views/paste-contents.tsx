import { Button, Field, Textarea } from '@fluentui/react-components'
import { ClipboardPasteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { ContentView } from '../../../shared/contract/catalog'
import { failureOf } from '../../desk/desk'
import type { Failure } from '../../desk/failure'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { findPasted, type PastedContents, readPasted } from '../pasted'
import type { ContentRoom } from '../room'
import { useTargetingStyles } from './styles'

/** At most so many names are listed of those that couldn't be added. */
const LISTED = 10

/** Adds a list of contents that was copied elsewhere, with their weights where they stand beside the names. */
export function PasteContents(props: {
  /** What is left for contents; used to tell which of several with one name is meant. */
  roomsOf: (metaIds: readonly string[]) => Promise<ReadonlyMap<string, ContentRoom>>
  /** @returns how many of them are new */
  onFound: (found: PastedContents['found']) => number
}) {
  const styles = useTargetingStyles()
  const { desk, words } = usePane()
  const texts = words.targeting.paste
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [result, setResult] = useState<(PastedContents & { added: number; nothingHere: string[] }) | null>(
    null,
  )

  const take = async () => {
    setBusy(true)
    setFailure(null)
    setResult(null)
    try {
      const isHere = (rooms: ReadonlyMap<string, ContentRoom>) => (one: ContentView) =>
        (rooms.get(one.metaId)?.forecast ?? 0) > 0
      const read = await findPasted(desk, readPasted(text), async (contents) =>
        contents.filter(isHere(await props.roomsOf(contents.map(({ metaId }) => metaId)))),
      )
      const here = isHere(await props.roomsOf(read.found.map(({ content }) => content.metaId)))
      const found = read.found.filter(({ content }) => here(content))
      const nothingHere = read.found.flatMap(({ content }) => (here(content) ? [] : [content.name]))
      setResult({ ...read, found, nothingHere, added: props.onFound(found) })
      if (read.unknown.length + read.ambiguous.length + read.unfit.length + nothingHere.length === 0)
        setText('')
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  if (!isOpen)
    return (
      <Button
        size="small"
        appearance="subtle"
        className={styles.all}
        icon={<ClipboardPasteRegular />}
        onClick={() => setOpen(true)}
      >
        {texts.open}
      </Button>
    )
  const lists: [string, readonly string[]][] = result
    ? [
        [texts.unknown, result.unknown],
        [texts.ambiguous, result.ambiguous],
        [texts.unfit, result.unfit],
        [texts.nothingHere, result.nothingHere],
      ]
    : []
  const problems = lists.filter(([, names]) => names.length > 0)
  return (
    <div className={styles.section}>
      <Field label={texts.label} hint={texts.hint}>
        <Textarea rows={4} value={text} resize="vertical" onChange={(_, { value }) => setText(value)} />
      </Field>
      <div className={styles.buttons}>
        <Button size="small" disabled={busy || text.trim() === ''} onClick={() => void take()}>
          {texts.take}
        </Button>
        <Button size="small" appearance="subtle" onClick={() => setOpen(false)}>
          {words.close}
        </Button>
      </div>
      {failure && <FailureNotice failure={failure} />}
      {result && (
        <Notice intent={problems.length > 0 ? 'warning' : 'success'} title={texts.added(result.added)}>
          {problems.map(([label, names]) => (
            <div key={label}>
              {`${label}: ${names.slice(0, LISTED).join(', ')}${names.length > LISTED ? ` +${names.length - LISTED}` : ''}`}
            </div>
          ))}
        </Notice>
      )}
    </div>
  )
}
