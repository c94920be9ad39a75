import { Button, Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components'
import { CheckmarkCircleFilled, WarningFilled } from '@fluentui/react-icons'
import { useState } from 'react'
import type { ApprovalReason } from '../../../shared/approvals'
import { type ApprovalKind, requestApproval } from '../../../shared/contract/approvals'
import type { CallFailure } from '../../api/client'
import { callOnce } from '../../desk/call-once'
import { failureOf, openCampaign } from '../../desk/desk'
import type { Failure } from '../../desk/failure'
import { FailureNotice } from '../../ui/notice'
import { Outcome } from '../../ui/outcome'
import { usePane } from '../../ui/pane-context'
import { reasonTexts } from '../../words/approval-texts'
import { APPROVAL_WORDS } from '../../words/approvals'

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '12px' },
  reasons: {
    margin: 0,
    padding: '12px 12px 12px 28px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowWrap: 'anywhere',
  },
})

interface AskApprovalProps {
  kind: ApprovalKind
  /** Of an amendment with the amount that it becomes. */
  units: readonly { unitId: string; version: number; amount?: number }[]
  /** What the service refused with APPROVAL_REQUIRED. */
  failure: CallFailure
  nameOf(unitId: string): string
}

/** Says why an approver must agree, and asks for it with a note. */
export function AskApproval({ kind, units, failure, nameOf }: AskApprovalProps) {
  const styles = useStyles()
  const { desk } = usePane()
  const words = APPROVAL_WORDS[desk.language]
  const { reasons = [], pendingApprovalId = null } = failure.data as {
    reasons?: readonly ApprovalReason[]
    pendingApprovalId?: string | null
  }
  const [note, setNote] = useState('')
  const [step, setStep] = useState<'asking' | 'sending' | 'asked'>('asking')
  const [refused, setRefused] = useState<Failure | null>(null)
  const ask = async () => {
    setStep('sending')
    setRefused(null)
    try {
      await callOnce(desk, requestApproval, {
        params: { id: openCampaign(desk).view.id },
        body: { kind, units: [...units], ...(note.trim() === '' ? {} : { note: note.trim() }) },
      })
      setStep('asked')
    } catch (error) {
      setRefused(failureOf(error))
      setStep('asking')
    }
  }
  if (step === 'asked')
    return <Outcome icon={<CheckmarkCircleFilled />} tone="good" title={words.asked} next={words.askedNext} />
  return (
    <div className={styles.stack}>
      <Outcome
        icon={<WarningFilled />}
        tone="warn"
        title={pendingApprovalId === null ? words.needed : words.waiting}
        next={
          pendingApprovalId !== null
            ? words.askedNext
            : kind === 'PURCHASE'
              ? words.neededNext
              : words.neededAmend
        }
      />
      <Text as="h2" size={300} weight="semibold" style={{ margin: 0 }}>
        {words.reasons}
      </Text>
      <ul className={styles.reasons}>
        {reasonTexts(reasons, nameOf, words).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {pendingApprovalId === null && (
        <>
          <Field label={words.note}>
            <Textarea
              value={note}
              maxLength={500}
              resize="vertical"
              placeholder={words.notePlaceholder}
              disabled={step === 'sending'}
              onChange={(_, { value }) => setNote(value)}
            />
          </Field>
          {refused && <FailureNotice failure={refused} />}
          <Button appearance="primary" disabled={step === 'sending'} onClick={() => void ask()}>
            {words.ask}
          </Button>
        </>
      )}
    </div>
  )
}
