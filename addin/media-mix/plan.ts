import type { MediaMixRow } from '../../shared/contract/campaigns'
import { isOutside } from '../../shared/outside-period'
import { shownSeoulTime } from '../../shared/seoul-time'
import { buildPlan, type MemberNumbers } from '../../shared/sheets/build-plan'
import type { Plan, PlanAvailability } from '../../shared/sheets/plan'
import { MAX_SHEET_AMOUNT } from '../../shared/sheets/typed-values'
import { isEditable } from '../../shared/statuses'
import { type Desk, openCampaign } from '../desk/desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import { WORDS } from '../words/all'
import { availabilityMessage } from './cell-message'

/** Data of contents that is loaded before they are shown. */
export interface ContentFacts {
  numbers: MemberNumbers
  /** Owner names by code. */
  owners: ReadonlyMap<string, string>
}

const NOTHING_LOOKED_UP: ContentFacts = { numbers: () => null, owners: new Map() }

/** The open campaign as the planner's sheets show it. */
export function planOf(desk: Desk, { numbers, owners }: ContentFacts = NOTHING_LOOKED_UP): Plan {
  const open = openCampaign(desk)
  return buildPlan({
    campaign: open.view,
    writtenOn: desk.today(),
    rows: open.rows,
    products: open.catalogue.products,
    platforms: open.catalogue.platforms,
    targeting: (unitId) => open.targeting.get(unitId)?.groups ?? [],
    contents: open.contents,
    owners,
    numbers,
    language: desk.language,
    availability: (row) => rowAvailability(desk, open, row),
  })
}

/** What is left for a row, or a message about its booking instead. */
function rowAvailability(desk: Desk, open: OpenCampaign, row: MediaMixRow): PlanAvailability | undefined {
  const known = ownAvailability(desk, open, row)
  if (!isOutside(row, open.view)) return known
  const { cells, row: texts } = WORDS[desk.language]
  const hint = cells.outside
  if (!known) return isEditable(row.bookingStatus) ? undefined : unlimited(hint)
  return { ...known, message: `${hint} · ${known.message || texts.upTo(known.maxAmount)}` }
}

function ownAvailability(
  { language }: Desk,
  { amendments, holds, availability }: OpenCampaign,
  { unitId, bookingStatus, amount }: MediaMixRow,
): PlanAvailability | undefined {
  const words = WORDS[language].cells
  if (!isEditable(bookingStatus)) {
    const hold = holds.get(unitId)
    const amending = amendments.some((one) => one.unitId === unitId)
    const message = amending
      ? words.amending
      : hold && words.held(shownSeoulTime(hold.expiresAt), hold.variant)
    return message === undefined ? undefined : unlimited(message)
  }
  const known = availability.get(unitId)
  if (!known || known.kind === 'loading') return undefined
  const message = availabilityMessage(known, amount, words)
  if (known.kind !== 'known') return unlimited(message)
  const { maxAmount, maxImpressions } = known.inOrder
  return { maxAmount, maxImpressions, message }
}

/** The limit is unknown, so the amount must not count as over it. */
function unlimited(message: string): PlanAvailability {
  return { maxAmount: MAX_SHEET_AMOUNT, maxImpressions: 0, message }
}
