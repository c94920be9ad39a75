import { nextBookingStatuses } from '../../shared/statuses'
import { Campaign } from '../campaigns/campaign.entities'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import type { Job, JobContext } from '../jobs/job'
import { systemDoer } from '../purchases/booking-events'
import { purgeIdempotencyKeys } from '../purchases/idempotency'
import { type ExpiredHolds, expireHoldsJob } from './expired-holds'
import { lockUnits, takeSteps, type UnitStep } from './unit-steps'

/** The jobs that bookings need; the configuration sets when they run. */
export function bookingJobs(database: Database, clock: Clock): Job[] {
  return [
    expireHoldsJob(database, clock),
    calendarStatusesJob(database, clock),
    purgeIdempotencyKeys(clock.now),
  ]
}

/** Moves booked units to InFlight and Finished by the calendar. */
function calendarStatusesJob(database: Database, clock: Clock): Job {
  return {
    name: 'calendar-statuses',
    monthly: false,
    retries: 0,
    light: true,
    run: ({ signal, write }) => followCalendar(database, clock, { signal, write }),
  }
}

/**
 * Sets Booked units whose flight has begun to InFlight, and InFlight units whose flight is over to Finished.
 */
export async function followCalendar(
  database: Database,
  clock: Clock,
  { signal, write = (work) => database.write(work) }: Pick<Partial<JobContext>, 'signal' | 'write'> = {},
): Promise<{ started: number; finished: number }> {
  const today = clock.today()
  const begun = { status: 'Booked', to: 'InFlight', action: 'STARTED', when: 'start_date <= ?' } as const
  const over = { status: 'InFlight', to: 'Finished', action: 'FINISHED', when: 'end_date < ?' } as const
  const result = { started: 0, finished: 0 }
  for (const step of [begun, over]) {
    const campaigns = await database.read((tx) =>
      tx.rows<{ campaignId: string }>(
        `SELECT DISTINCT campaign_id AS campaignId FROM campaign_unit
         WHERE booking_status = '${step.status}' AND ${step.when} ORDER BY campaign_id`,
        [today],
      ),
    )
    for (const { campaignId } of campaigns) {
      signal?.throwIfAborted()
      const taken = await write((tx) => follow(tx, campaignId, step, today, clock.instant()))
      result[step === begun ? 'started' : 'finished'] += taken
    }
  }
  return result
}

/**
 * Applies the expiries and the status changes that fell due while no process ran, so that no request sees
 * stale ones.
 */
export async function catchUpBookings(database: Database, clock: Clock, holds: ExpiredHolds): Promise<void> {
  await holds.free()
  await holds.settled()
  await followCalendar(database, clock)
}

async function follow(
  tx: Transaction,
  campaignId: string,
  step: {
    status: 'Booked' | 'InFlight'
    to: 'InFlight' | 'Finished'
    action: UnitStep['action']
    when: string
  },
  today: string,
  at: string,
): Promise<number> {
  const campaign = await tx.findLocked(Campaign, { id: campaignId })
  const ids = await tx.rows<{ id: string }>(
    `SELECT id FROM campaign_unit WHERE campaign_id = ? AND booking_status = '${step.status}' AND ${step.when}`,
    [campaignId, today],
  )
  if (!campaign || ids.length === 0) return 0
  const units = [
    ...(
      await lockUnits(
        tx,
        campaignId,
        ids.map(({ id }) => id),
      )
    ).values(),
  ].filter(({ bookingStatus }) => nextBookingStatuses(bookingStatus).includes(step.to))
  await takeSteps(
    tx,
    campaign,
    units.map((unit): UnitStep => ({ unit, to: step.to, action: step.action })),
    systemDoer(at),
  )
  return units.length
}
