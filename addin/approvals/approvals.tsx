import { Button, makeStyles, Text } from '@fluentui/react-components'
import { useCallback, useEffect, useState } from 'react'
import {
  type ApprovalView,
  approve,
  declineApproval,
  listCampaignApprovals,
  withdrawApproval,
} from '../../shared/contract/approvals'
import { shownSeoulTime } from '../../shared/seoul-time'
import { mayOperate } from '../account/may-operate'
import { startBuying } from '../booking/buy'
import { startBooking } from '../booking/steps'
import { callOnce } from '../desk/call-once'
import { failureOf } from '../desk/desk'
import type { Failure } from '../desk/failure'
import { isReadOnly } from '../desk/read-only'
import type { OpenCampaign } from '../desk/state/desk-state'
import { subscribeLive } from '../live/live'
import { FailureNotice, Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { ReasonField, useReason } from '../ui/reason'
import { nameIn, reasonTexts, rowTexts } from '../words/approval-texts'
import { APPROVAL_WORDS } from '../words/approvals'

const useStyles = makeStyles({
  lines: { display: 'flex', flexDirection: 'column', gap: '2px', overflowWrap: 'anywhere' },
})

/** The newest requests of a campaign; older ones are settled. */
const LOOKED_AT = 20

/** What was asked of approvers for the open campaign, each with what can be done about it now. */
export function Approvals({ open }: { open: OpenCampaign }) {
  const { desk } = usePane()
  const { id } = open.view
  const [found, setFound] = useState<readonly ApprovalView[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const load = useCallback(async () => {
    const { items } = await desk.api.call(listCampaignApprovals, {
      params: { id },
      query: { limit: LOOKED_AT },
    })
    setFound(items)
  }, [desk, id])
  useEffect(() => {
    // Without a connection the sync line says so, and the next event loads again.
    const look = () => void load().catch(() => undefined)
    look()
    return subscribeLive(desk, (events, stale) => {
      if (stale || events.some(({ kind }) => kind === 'campaign.approval' || kind === 'campaign.changed'))
        look()
    })
  }, [desk, load])
  const act = (work: () => Promise<unknown>) => {
    setBusy(true)
    setFailure(null)
    void work()
      .catch((error) => setFailure(failureOf(error)))
      .then(load)
      .catch(() => undefined)
      .finally(() => setBusy(false))
  }
  const shown = found.filter((one, i) => isCurrent(one, found.slice(0, i), open) && !dismissed.has(one.id))
  return (
    <>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {shown.map((approval) => (
        <ApprovalNotice
          key={approval.id}
          approval={approval}
          readOnly={isReadOnly(open.view)}
          busy={busy}
          act={act}
          onDismiss={() => setDismissed(new Set([...dismissed, approval.id]))}
        />
      ))}
    </>
  )
}

/** A refusal is shown until the rows change or are asked anew. */
function isCurrent(
  { status, rows }: ApprovalView,
  newer: readonly ApprovalView[],
  open: OpenCampaign,
): boolean {
  if (status === 'OPEN' || status === 'APPROVED') return true
  if (status !== 'DECLINED') return false
  const askedAnew = new Set(newer.flatMap((one) => one.rows.map(({ unitId }) => unitId)))
  return rows.every(
    ({ unitId, version }) =>
      !askedAnew.has(unitId) && open.rows.some((row) => row.unitId === unitId && row.version === version),
  )
}

interface NoticeProps {
  approval: ApprovalView
  readOnly: boolean
  busy: boolean
  act(work: () => Promise<unknown>): void
  onDismiss(): void
}

function ApprovalNotice({ approval, readOnly, busy, act, onDismiss }: NoticeProps) {
  const { desk, state } = usePane()
  const words = APPROVAL_WORDS[desk.language]
  const { id, campaignId, status, amount, changed, decidedBy, decisionReason, validUntil, requestedBy } =
    approval
  const withdraw = !readOnly && (
    <Button
      disabled={busy}
      onClick={() =>
        act(() => callOnce(desk, withdrawApproval, { params: { id: campaignId, approvalId: id } }))
      }
    >
      {words.withdraw}
    </Button>
  )
  if (status === 'OPEN' && mayOperate(desk) && state.user?.email !== requestedBy)
    return <ToDecide approval={approval} busy={busy} act={act} />
  if (status === 'DECLINED')
    return (
      <Notice intent="error" title={words.declinedTitle(amount)} onDismiss={onDismiss}>
        <div>{words.declinedBy(decidedBy ?? '', decisionReason ?? '')}</div>
        <div>{words.declinedNext}</div>
        <Facts approval={approval} />
      </Notice>
    )
  if (changed || status === 'OPEN')
    return (
      <Notice
        intent={changed ? 'warning' : 'info'}
        title={status === 'OPEN' ? words.waitingTitle(amount) : words.approvedTitle(amount)}
        actions={withdraw}
      >
        <Facts approval={approval} />
        {changed && <div>{words.changed}</div>}
      </Notice>
    )
  return (
    <Notice
      intent="success"
      title={words.approvedTitle(amount)}
      actions={
        !readOnly && (
          <>
            <Button appearance="primary" disabled={busy} onClick={() => buy()}>
              {approval.kind === 'PURCHASE' ? words.buy : words.amend}
            </Button>
            {withdraw}
          </>
        )
      }
    >
      {validUntil && <div>{words.until(shownSeoulTime(validUntil))}</div>}
      <div>{words.approvedBy(decidedBy ?? '')}</div>
      {decisionReason && <div>{decisionReason}</div>}
      <Facts approval={approval} />
    </Notice>
  )

  function buy(): void {
    const { rows, kind } = approval
    const unitIds = rows.map(({ unitId }) => unitId)
    if (kind === 'PURCHASE') void startBuying(desk, unitIds)
    else void startBooking(desk, 'amend', unitIds, { amount: rows[0]!.amount })
  }
}

/** A request that waits for the person who looks at it. */
function ToDecide({ approval, busy, act }: Pick<NoticeProps, 'approval' | 'busy' | 'act'>) {
  const { desk, words: pane } = usePane()
  const words = APPROVAL_WORDS[desk.language]
  const [declining, setDeclining] = useState(false)
  const reason = useReason()
  const params = { id: approval.id }
  return (
    <Notice
      intent="warning"
      title={words.toDecide(approval.amount)}
      actions={
        declining ? (
          <>
            <Button
              disabled={busy}
              onClick={() =>
                reason.needed((text) =>
                  act(() => callOnce(desk, declineApproval, { params, body: { reason: text } })),
                )
              }
            >
              {words.declineYes}
            </Button>
            <Button disabled={busy} onClick={() => setDeclining(false)}>
              {pane.cancel}
            </Button>
          </>
        ) : (
          <>
            {!approval.changed && (
              <Button
                appearance="primary"
                disabled={busy}
                onClick={() => act(() => callOnce(desk, approve, { params, body: {} }))}
              >
                {words.approve}
              </Button>
            )}
            <Button disabled={busy} onClick={() => setDeclining(true)}>
              {words.decline}
            </Button>
          </>
        )
      }
    >
      <Facts approval={approval} />
      {approval.changed && <div>{words.changedForApprover}</div>}
      {declining && (
        <ReasonField
          reason={reason}
          label={words.declineReason}
          missing={words.declineMissing}
          disabled={busy}
        />
      )}
    </Notice>
  )
}

/** What is asked, why it needs an approver, by whom, and what they say to it. */
function Facts({ approval }: { approval: ApprovalView }) {
  const styles = useStyles()
  const { desk } = usePane()
  const words = APPROVAL_WORDS[desk.language]
  const { reasons, note, requestedBy, requestedAt } = approval
  return (
    <div className={styles.lines}>
      {rowTexts(approval, words).map((text) => (
        <span key={text}>{text}</span>
      ))}
      {reasonTexts(reasons, nameIn(approval), words).map((text) => (
        <Text key={text} size={200}>
          {text}
        </Text>
      ))}
      {note && <Text size={200}>{words.noteOf(note)}</Text>}
      <Text size={200}>{words.askedBy(requestedBy, shownSeoulTime(requestedAt))}</Text>
    </div>
  )
}
