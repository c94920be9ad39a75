import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Textarea,
} from '@fluentui/react-components'
import { useState } from 'react'
import { reopenStandardInventory } from '../../../shared/contract/inventory'
import { partsOf } from '../../desk/every-item'
import type { Failure } from '../../desk/failure'
import { failureOf } from '../../page/failure'
import { FailureBar } from '../../page/failure-bar'
import { useOperator } from '../context'
import type { Words } from '../words/words'

const AT_ONCE = 10_000

interface ReopenProps {
  /** The rows to reopen; null while nothing is asked. */
  ids: readonly number[] | null
  onClose(): void
  onDone(what: string): void
}

/** Asks for the reason, and reopens confirmed rows. */
export function Reopen({ ids, onClose, onDone }: ReopenProps) {
  const { words } = useOperator()
  const [busy, setBusy] = useState(false)
  return (
    <Dialog open={ids !== null} onOpenChange={(_, { open }) => !open && !busy && onClose()}>
      <DialogSurface>
        {ids && (
          <Question ids={ids} busy={busy} onBusy={setBusy} onClose={onClose} onDone={onDone} words={words} />
        )}
      </DialogSurface>
    </Dialog>
  )
}

interface QuestionProps {
  ids: readonly number[]
  words: Words
  busy: boolean
  onBusy(busy: boolean): void
  onClose(): void
  onDone(what: string): void
}

function Question({ ids, words, busy, onBusy, onClose, onDone }: QuestionProps) {
  const { api } = useOperator()
  const texts = words.inventory
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const missing = reason.trim() === ''
  const reopen = async () => {
    setTried(true)
    if (missing) return
    onBusy(true)
    setFailure(null)
    try {
      let count = 0
      for (const some of partsOf(ids, AT_ONCE)) {
        const body = { ids: some, reason: reason.trim() }
        count += (await api.call(reopenStandardInventory, { body })).reopened
      }
      onClose()
      onDone(words.month.reopened(count))
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      onBusy(false)
    }
  }
  return (
    <DialogBody>
      <DialogTitle>{texts.reopenTitle}</DialogTitle>
      <DialogContent>
        {failure && <FailureBar failure={failure} words={words} />}
        <p>{texts.reopenLead(ids.length)}</p>
        <Field
          label={texts.reopenReason}
          required
          validationMessage={tried && missing ? texts.reopenReasonMissing : undefined}
        >
          <Textarea
            value={reason}
            maxLength={500}
            resize="vertical"
            onChange={(_, { value }) => setReason(value)}
          />
        </Field>
      </DialogContent>
      <DialogActions>
        <Button disabled={busy} onClick={onClose}>
          {words.cancel}
        </Button>
        <Button appearance="primary" disabled={busy} onClick={() => void reopen()}>
          {texts.reopen(ids.length)}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}
