import type { Logger } from 'pino'
import { nextBookingStatuses } from '../../shared/statuses'
import { Campaign } from '../campaigns/campaign.entities'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import type { Job, JobContext } from '../jobs/job'
import { SYSTEM, systemDoer } from '../purchases/booking-events'
import { releaseHolds } from '../purchases/hold'
import { purgeIdempotencyKeys } from '../purchases/idempotency'
import { lockUnits, takeSteps, type UnitStep } from './unit-steps'

/** The jobs that bookings need; the configuration sets when they run. */
export function bookingJobs(database: Database, clock: Clock): Job[] {
  return [
    expireHoldsJob(database, clock),
    calendarStatusesJob(database, clock),
    purgeIdempotencyKeys(clock.now),
  ]
}

/** Releases expired holds, campaign by campaign. */
function expireHoldsJob(database: Database, clock: Clock): Job {
  return {
    name: 'expire-holds',
    monthly: false,
    retries: 0,
    light: true,
    async run({ signal, write }) {
      const failures: unknown[] = []
      const failed = (error: unknown) => failures.push(error)
      const expired = await expireHolds(database, clock.instant(), { signal, write, failed })
      if (failures.length > 0) throw failures[0]
      return { expired }
    },
  }
}

/**
 * Releases expired holds before inventory is read, without waiting for the job. Holds that it can't end don't
 * fail the caller's request: it logs them and leaves them to the job, which fails for them.
 *
 * @param deadline milliseconds since 1970
 * @returns how many units expired
 */
export async function freeExpiredHolds(
  database: Database,
  log: Logger,
  at: string,
  deadline: number,
): Promise<number> {
  return expireHolds(database, at, {
    write: (work) => database.write(work, { deadline }),
    failed: (error, campaignId) =>
      log.error({ err: error, campaignId }, 'expired holds of a campaign could not be ended'),
  })
}

/**
 * Expires holds, each campaign in a transaction of its own.
 *
 * @param failed called for each campaign whose holds could not be expired
 * @returns how many units expired
 */
async function expireHolds(
  database: Database,
  at: string,
  {
    signal,
    write,
    failed,
  }: Pick<Partial<JobContext>, 'signal'> &
    Pick<JobContext, 'write'> & { failed: (error: unknown, campaignId: string) => void },
): Promise<number> {
  const campaigns = await database.rows<{ campaignId: string }>(
    'SELECT DISTINCT campaign_id AS campaignId FROM unit_hold WHERE expires_at <= ? ORDER BY campaign_id',
    [at],
  )
  let expired = 0
  for (const { campaignId } of campaigns) {
    signal?.throwIfAborted()
    try {
      expired += await write((tx) => expireHoldsOf(tx, campaignId, at))
    } catch (error) {
      failed(error, campaignId)
    }
  }
  return expired
}

async function expireHoldsOf(tx: Transaction, campaignId: string, at: string): Promise<number> {
  const campaign = await tx.findLocked(Campaign, { id: campaignId })
  const holds = await tx.rows<{ unitId: string; expiresAt: string }>(
    'SELECT unit_id AS unitId, expires_at AS expiresAt FROM unit_hold WHERE campaign_id = ? AND expires_at <= ?',
    [campaignId, at],
  )
  if (!campaign || holds.length === 0) return 0
  const units = await lockUnits(
    tx,
    campaignId,
    holds.map(({ unitId }) => unitId),
  )
  await releaseHolds(tx, campaignId, [...units.keys()], { actor: SYSTEM, at })
  await takeSteps(
    tx,
    campaign,
    holds.map(({ unitId, expiresAt }): UnitStep => {
      return { unit: units.get(unitId)!, to: 'Expired', action: 'HOLD_EXPIRED', details: { expiresAt } }
    }),
    systemDoer(at),
  )
  return units.size
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
async function followCalendar(
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
export async function catchUpBookings(database: Database, clock: Clock, log: Logger): Promise<void> {
  await freeExpiredHolds(database, log, clock.instant(), Number.POSITIVE_INFINITY)
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
