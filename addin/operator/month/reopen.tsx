import { reopenStandardInventory } from '../../../shared/contract/inventory'
import { partsOf } from '../../desk/every-item'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { useOperator } from '../context'

const AT_ONCE = 10_000

interface ReopenProps {
  /** The rows to reopen; null while nothing is asked. */
  ids: readonly number[] | null
  onClose(): void
  onDone(what: string): void
}

/** Asks for the reason, and reopens confirmed rows. */
export function Reopen({ ids, onClose, onDone }: ReopenProps) {
  const { api, words } = useOperator()
  const texts = words.inventory
  return (
    <ConfirmDialog
      asked={ids}
      onClose={onClose}
      title={() => texts.reopenTitle}
      confirm={(rows) => texts.reopen(rows.length)}
      reason={texts.reopenReason}
      act={async (rows, reason) => {
        let count = 0
        for (const some of partsOf(rows, AT_ONCE))
          count += (await api.call(reopenStandardInventory, { body: { ids: some, reason } })).reopened
        onDone(words.month.reopened(count))
      }}
    >
      {(rows) => <p>{texts.reopenLead(rows.length)}</p>}
    </ConfirmDialog>
  )
}
