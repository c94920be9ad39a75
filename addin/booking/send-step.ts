import {
  amend,
  cancel,
  decline,
  hold,
  pause,
  releaseHold,
  reopen,
  resume,
  stop,
} from '../../shared/contract/purchases'
import { instantOf } from '../../shared/seoul-time'
import type { BookingStatus } from '../../shared/statuses'
import { callOnce } from '../desk/call-once'
import { type Desk, failureOf, openCampaign } from '../desk/desk'
import type { BookingAction, BookingInputs, BookingLine, BookingOutcome } from '../desk/state/booking'
import { amendBody } from './preview'

type Done = Extract<BookingOutcome, { kind: 'done' }>

/**
 * Sends the step for every row and returns the outcome of each. Holds, extensions and releases are sent
 * together, all or nothing; every other step is sent row by row.
 */
export async function sendBooking(
  desk: Desk,
  action: BookingAction,
  lines: readonly BookingLine[],
  inputs: BookingInputs,
): Promise<BookingOutcome[]> {
  if (action === 'hold' || action === 'extend') return together(lines, () => sendHold(desk, lines, inputs))
  if (action === 'release') return together(lines, () => sendRelease(desk, lines))
  const outcomes: BookingOutcome[] = []
  for (const line of lines)
    outcomes.push(...(await together([line], () => sendOne(desk, action, line, inputs))))
  return outcomes
}

/** Sends one request for several rows: a refusal counts for each of them. */
async function together(
  lines: readonly BookingLine[],
  send: () => Promise<Done[]>,
): Promise<BookingOutcome[]> {
  try {
    return await send()
  } catch (error) {
    const failure = failureOf(error)
    return lines.map(({ unitId }) => ({ kind: 'refused', unitId, failure }))
  }
}

async function sendHold(desk: Desk, lines: readonly BookingLine[], inputs: BookingInputs): Promise<Done[]> {
  const expiresAt = instantOf(inputs.until) ?? ''
  const units = lines.map(({ unitId, version, variant, hold: held }) => ({
    unitId,
    version,
    ...(inputs.variant === '' || held || variant !== null ? {} : { variant: inputs.variant }),
  }))
  const answer = await callOnce(desk, hold, {
    params: { id: openCampaign(desk).view.id },
    body: { units, expiresAt },
  })
  const before = new Map(lines.map((line) => [line.unitId, line]))
  return answer.units.map(({ unitId, bookingStatus, amount, impressions }) => ({
    kind: 'done',
    unitId,
    status: bookingStatus as BookingStatus,
    moved: before.get(unitId)?.hold ? null : { taken: impressions, released: 0 },
    amount,
    impressions,
  }))
}

async function sendRelease(desk: Desk, lines: readonly BookingLine[]): Promise<Done[]> {
  const answer = await callOnce(desk, releaseHold, {
    params: { id: openCampaign(desk).view.id },
    body: { units: lines.map(({ unitId, version }) => ({ unitId, version })) },
  })
  return answer.units.map(({ unitId, bookingStatus }) => {
    const { amount, impressions } = lines.find((line) => line.unitId === unitId)!
    const status = bookingStatus as BookingStatus
    return { kind: 'done', unitId, status, moved: { taken: 0, released: impressions }, amount, impressions }
  })
}

/** Steps whose answer contains only the row's new status. */
const PLAIN_STEPS = { pause, resume, stop, reopen, decline }

async function sendOne(
  desk: Desk,
  action: Exclude<BookingAction, 'hold' | 'extend' | 'release'>,
  line: BookingLine,
  inputs: BookingInputs,
): Promise<Done[]> {
  const { unitId, version, amount, impressions } = line
  const params = { id: unitId }
  const reason = inputs.reason.trim()
  const body = { version, ...(reason === '' ? {} : { reason }) }
  if (action === 'amend' || action === 'cancel') {
    const answer =
      action === 'amend'
        ? await callOnce(desk, amend, { params, body: { ...body, ...amendBody(line.change) } })
        : await callOnce(desk, cancel, { params, body })
    const { taken, released } = answer
    return [
      {
        kind: 'done',
        unitId,
        status: answer.bookingStatus as BookingStatus,
        moved: { taken, released },
        amount: answer.amount,
        impressions: answer.impressions,
      },
    ]
  }
  const { bookingStatus } = await callOnce(desk, PLAIN_STEPS[action], { params, body })
  return [{ kind: 'done', unitId, status: bookingStatus as BookingStatus, moved: null, amount, impressions }]
}
