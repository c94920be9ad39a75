import type { ApprovalReason } from '../../shared/approvals'
import type { ApprovalView } from '../../shared/contract/approvals'
import type { ApprovalWords } from './approvals'

/** Rows that are named in a notice; the others are counted. */
const NAMED = 3

/** Why something waits for an approver, a line for each reason. */
export function reasonTexts(
  reasons: readonly ApprovalReason[],
  nameOf: (unitId: string) => string,
  words: ApprovalWords,
): string[] {
  return reasons.flatMap((reason) => {
    if (reason.reason === 'DISCOUNT')
      return words.discount(nameOf(reason.unitId), reason.ecpm, reason.rateCard, reason.limitPercent)
    const { amount, sameDay, limit } = reason
    return [words.overLimit(amount + sameDay, limit), ...(sameDay > 0 ? [words.withSameDay(sameDay)] : [])]
  })
}

/** What is to be bought, a line for each row. */
export function rowTexts({ kind, rows }: ApprovalView, words: ApprovalWords): string[] {
  const text = kind === 'AMENDMENT' ? words.raise : words.row
  return [
    ...rows.slice(0, NAMED).map(({ product, amount }) => text(product, amount)),
    ...(rows.length > NAMED ? [words.more(rows.length - NAMED)] : []),
  ]
}

/** The name of an asked row. */
export function nameIn({ rows }: ApprovalView): (unitId: string) => string {
  return (unitId) => rows.find((row) => row.unitId === unitId)?.product ?? ''
}
