import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Failure } from '../desk/failure'
import { ReasonField, useReason } from '../ui/reason'
import { usePage } from './context'
import { failureOf } from './failure'
import { FailureBar } from './failure-bar'

interface ConfirmDialogProps<Asked> {
  /** What is asked about; null closes the dialog. */
  asked: Asked | null
  onClose(): void
  title(asked: Asked): string
  /** What exactly will change. */
  children(asked: Asked): ReactNode
  /** What the button that does it says. */
  confirm(asked: Asked): string
  /** The label of a reason, where one is needed. */
  reason?: string | undefined
  /** Not possible yet: something is still to be chosen or agreed to. */
  disabled?: boolean
  /** Shows a failure in words of its own. */
  failed?(failure: Failure): ReactNode
  /** Does it; what it throws is shown, and the dialog stays. */
  act(asked: Asked, reason: string): Promise<void>
}

/** Asks before something is done: says what, takes the reason where one is needed, and shows why it could not be done. */
export function ConfirmDialog<Asked>(props: ConfirmDialogProps<Asked>) {
  const [busy, setBusy] = useState(false)
  const { asked, onClose } = props
  return (
    <Dialog open={asked !== null} onOpenChange={(_, { open }) => !open && !busy && onClose()}>
      <DialogSurface>
        {asked !== null && <Question {...props} asked={asked} busy={busy} onBusy={setBusy} />}
      </DialogSurface>
    </Dialog>
  )
}

interface QuestionProps<Asked> extends ConfirmDialogProps<Asked> {
  asked: Asked
  busy: boolean
  onBusy(busy: boolean): void
}

function Question<Asked>({ asked, busy, onBusy, onClose, ...props }: QuestionProps<Asked>) {
  const { words } = usePage()
  const reason = useReason()
  const [failure, setFailure] = useState<Failure | null>(null)
  const act = async (given: string) => {
    onBusy(true)
    setFailure(null)
    try {
      await props.act(asked, given)
      onClose()
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      onBusy(false)
    }
  }
  return (
    <DialogBody>
      <DialogTitle>{props.title(asked)}</DialogTitle>
      <DialogContent className="stack">
        {failure && (props.failed?.(failure) ?? <FailureBar failure={failure} words={words} />)}
        {props.children(asked)}
        {props.reason !== undefined && (
          <ReasonField reason={reason} label={props.reason} missing={words.reasonMissing} disabled={busy} />
        )}
      </DialogContent>
      <DialogActions>
        <Button disabled={busy} onClick={onClose}>
          {words.cancel}
        </Button>
        <Button
          appearance="primary"
          disabled={busy || (props.disabled ?? false)}
          onClick={() =>
            props.reason === undefined ? void act('') : reason.needed((given) => void act(given))
          }
        >
          {props.confirm(asked)}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}
