import type { Readable } from 'node:stream'
import { Problem } from '../../shared/problem'
import {
  type Proposal,
  type ProposalContents,
  type ProposalOptions,
  proposal,
} from '../../shared/sheets/proposal/proposal'

/** What a proposal is made of. Plain data, so that another thread can make it. */
export interface ProposalOrder {
  contents: ProposalContents
  options: ProposalOptions
  createdAt: Date
}

export interface ProposalFile {
  fileName: string
  content: Readable
}

/** @throws Problem NOT_FOUND when no sheet has anything to show: a workbook must have a sheet */
export function drawProposal({ contents, options }: ProposalOrder): Proposal {
  const drawn = proposal(contents, options)
  if (drawn.sheets.length > 0) return drawn
  throw new Problem(
    'NOT_FOUND',
    'None of the rows is bought or reserved, so there is no 구매내역. Ask for other sheets too, or buy first.',
  )
}

/** About how many rows the sheets of a proposal have. */
export function rowsOf({ plan, daily, purchases, monitoring }: ProposalContents): number {
  let rows = plan.rows.length + (daily?.days.length ?? 0) + (purchases?.length ?? 0)
  if (monitoring) rows += monitoring.units.length + monitoring.days.length
  for (const { groups } of plan.targeting) for (const { members } of groups) rows += members.length
  return rows
}
