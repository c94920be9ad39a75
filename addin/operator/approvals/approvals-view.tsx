import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import {
  type ApprovalView,
  approve,
  declineApproval,
  listApprovals,
} from '../../../shared/contract/approvals'
import { callOnce } from '../../desk/call-once'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { DataTable } from '../../page/data-table'
import { Message } from '../../page/message'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { nameIn, reasonTexts, rowTexts } from '../../words/approval-texts'
import { APPROVAL_WORDS } from '../../words/approvals'
import { useOperator } from '../context'

const SHOWN = 100

interface Asked {
  approval: ApprovalView
  decision: 'approve' | 'decline'
}

/** Purchases of all campaigns that wait for an approver, to be approved or declined. */
export function ApprovalsView() {
  const { api, intents, words: page, numbers, user } = useOperator()
  const words = APPROVAL_WORDS[page.language]
  const [asked, setAsked] = useState<Asked | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const figures = useFigures(
    'approvals',
    async () => (await api.call(listApprovals, { query: { status: 'OPEN', limit: SHOWN } })).items,
  )
  return (
    <>
      {done !== null && <Message className="wide" intent="success" title={done} />}
      <Panel
        className="wide"
        title={words.title}
        note={words.lead}
        figures={figures}
        empty={(items) => (items.length === 0 ? words.none : undefined)}
      >
        {(items) => (
          <DataTable
            label={words.title}
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              { name: words.campaign, cell: ({ campaign }) => <span className="given">{campaign}</span> },
              { name: words.amount, figure: true, cell: ({ amount }) => numbers.whole(amount) },
              { name: words.rows, wide: true, cell: (one) => <Lines texts={rowTexts(one, words)} /> },
              {
                name: words.reason,
                wide: true,
                cell: (one) => <Lines texts={reasonTexts(one.reasons, nameIn(one), words)} />,
              },
              {
                name: words.by,
                wide: true,
                cell: ({ requestedBy, requestedAt, note }) => (
                  <>
                    <span className="given">{requestedBy}</span>
                    <small>{numbers.time(requestedAt)}</small>
                    {note && <small className="given">{words.noteOf(note)}</small>}
                  </>
                ),
              },
              {
                name: words.decision,
                cell: (approval) =>
                  approval.requestedBy === user.email ? (
                    words.own
                  ) : (
                    <>
                      {approval.changed && <small>{words.changedForApprover}</small>}
                      <div className="buttons">
                        {!approval.changed && (
                          <Button
                            size="small"
                            appearance="primary"
                            onClick={() => setAsked({ approval, decision: 'approve' })}
                          >
                            {words.approve}
                          </Button>
                        )}
                        <Button size="small" onClick={() => setAsked({ approval, decision: 'decline' })}>
                          {words.decline}
                        </Button>
                      </div>
                    </>
                  ),
              },
            ]}
          />
        )}
      </Panel>
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        title={({ decision }) => (decision === 'approve' ? words.approveTitle : words.declineTitle)}
        confirm={({ decision }) => (decision === 'approve' ? words.approve : words.declineYes)}
        reason={asked?.decision === 'decline' ? words.declineReason : undefined}
        act={async ({ approval, decision }, reason) => {
          const params = { id: approval.id }
          if (decision === 'approve') await callOnce({ api, intents }, approve, { params, body: {} })
          else await callOnce({ api, intents }, declineApproval, { params, body: { reason } })
          setDone(
            decision === 'approve' ? words.approved(approval.campaign) : words.declined(approval.campaign),
          )
          figures.reload()
        }}
      >
        {({ approval, decision }) => (
          <>
            <p>{decision === 'approve' ? words.approveMeans : words.declineMeans}</p>
            <AskedList lines={[approval.campaign, ...rowTexts(approval, words)]} />
          </>
        )}
      </ConfirmDialog>
    </>
  )
}

function Lines({ texts }: { texts: readonly string[] }) {
  return texts.map((text) => <div key={text}>{text}</div>)
}
