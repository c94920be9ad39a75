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
import type { MonthRow } from './month-rows'

const AT_ONCE = 10_000

export function ReopenMonth({ rows, onDone }: { rows: readonly MonthRow[]; onDone(what: string): void }) {
  const { words } = useOperator()
  const ids = rows.filter(({ status }) => status === 'CONFIRMED').map(({ id }) => id)
  return <Reopen ids={ids} text={words.month.reopenMonth} onDone={onDone} />
}

interface ReopenProps {
  ids: readonly number[]
  text: string
  /** For screen readers, where the text alone doesn't say which row. */
  label?: string
  onDone(what: string): void
}

/** A button that reopens confirmed rows, after it has asked for the reason. */
export function Reopen({ ids, text, label, onDone }: ReopenProps) {
  const { api, words } = useOperator()
  const texts = words.inventory
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const missing = reason.trim() === ''
  const reopen = async () => {
    setTried(true)
    if (missing) return
    setBusy(true)
    setFailure(null)
    try {
      let count = 0
      for (const some of partsOf(ids, AT_ONCE)) {
        const body = { ids: some, reason: reason.trim() }
        count += (await api.call(reopenStandardInventory, { body })).reopened
      }
      setAsked(false)
      onDone(words.month.reopened(count))
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size={label ? 'small' : 'medium'} aria-label={label} onClick={() => setAsked(true)}>
        {text}
      </Button>
      {asked && (
        <Dialog open onOpenChange={(_, data) => !data.open && !busy && setAsked(false)}>
          <DialogSurface>
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
                <Button disabled={busy} onClick={() => setAsked(false)}>
                  {words.cancel}
                </Button>
                <Button appearance="primary" disabled={busy} onClick={() => void reopen()}>
                  {texts.reopen(ids.length)}
                </Button>
              </DialogActions>
            </DialogBody>
          </DialogSurface>
        </Dialog>
      )}
    </>
  )
}
