import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOOKING_STATUS_WORDS } from '../../shared/status-words'
import {
  aggregatePublishStatus,
  BOOKING_STATUSES,
  type BookingStatus,
  campaignStatus,
  isEditable,
  nextBookingStatuses,
  PUBLISH_STATUSES,
  type PublishStatus,
} from '../../shared/statuses'

/** The arrows of the status diagram. */
const ARROWS = [
  'Draft → Reserved',
  'Reserved → Booked',
  'Booked → InFlight',
  'InFlight → Finished',
  'Draft → Booked',
  'Reserved → Draft',
  'Reserved → Expired',
  'Reserved → Canceled',
  'Expired → Draft',
  'Declined → Draft',
  'Booked → Canceled',
  'InFlight → Paused',
  'Paused → InFlight',
  'InFlight → Stopped',
  'Paused → Stopped',
]

describe('the booking status of a unit', () => {
  const every = BOOKING_STATUSES.flatMap((from) => BOOKING_STATUSES.map((to) => ({ from, to })))

  it.each(ARROWS)('may go %s', (arrow) => {
    const [from, to] = arrow.split(' → ') as [BookingStatus, BookingStatus]
    expect(nextBookingStatuses(from)).toContain(to)
  })

  it.each(every.filter(({ from, to }) => !ARROWS.includes(`${from} → ${to}`)))(
    'may not go $from → $to',
    ({ from, to }) => {
      expect(nextBookingStatuses(from)).not.toContain(to)
    },
  )

  it('lists each step once', () => {
    expect(BOOKING_STATUSES.flatMap((from) => [...nextBookingStatuses(from)])).toHaveLength(ARROWS.length)
  })

  it('ends at Finished, Stopped and Canceled', () => {
    expect(BOOKING_STATUSES.filter((from) => nextBookingStatuses(from).length === 0).sort()).toEqual([
      'Canceled',
      'Finished',
      'Stopped',
    ])
  })

  it('has a Korean name for each', () => {
    expect(BOOKING_STATUS_WORDS.ko).toEqual({
      Draft: '작성중',
      Reserved: '가선점',
      Booked: '구매완료',
      InFlight: '집행중',
      Finished: '종료',
      Paused: '일시중지',
      Stopped: '중단',
      Canceled: '취소',
      Expired: '만료',
      Declined: '반려',
    })
    expect([...BOOKING_STATUSES].sort()).toEqual(Object.keys(BOOKING_STATUS_WORDS.ko).sort())
  })

  it('lets a plan be edited only while nothing is promised', () => {
    expect(BOOKING_STATUSES.filter(isEditable)).toEqual(['Draft', 'Expired', 'Declined'])
  })
})

describe('the publish status of an ad, a unit or a campaign', () => {
  const PRIORITY: PublishStatus[] = [
    'FAILED',
    'REJECTED',
    'REQUESTED',
    'LIVE',
    'PAUSED',
    'APPROVED',
    'COMPLETED',
    'CANCELED',
  ]

  it('knows these eight', () => {
    expect([...PUBLISH_STATUSES].sort()).toEqual([...PRIORITY].sort())
  })

  it('is the first by priority that any child has, for every combination of children', () => {
    for (let which = 1; which < 1 << PRIORITY.length; which++) {
      const present = PRIORITY.filter((_, bit) => which & (1 << bit))
      const counts = Object.fromEntries(present.map((status) => [status, 3]))
      expect(aggregatePublishStatus(counts)).toBe(present[0])
    }
  })

  it('does not depend on how many children there are or in which order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PRIORITY), { minLength: 1, maxLength: 30 }), (children) => {
        const counts: Partial<Record<PublishStatus, number>> = {}
        for (const child of children) counts[child] = (counts[child] ?? 0) + 1
        const first = PRIORITY.find((status) => children.includes(status))
        expect(aggregatePublishStatus(counts)).toBe(first)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same whether children aggregate at once or level by level', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...PRIORITY), { minLength: 1, maxLength: 4 }), { minLength: 1 }),
        (ads) => {
          const of = (all: PublishStatus[]) =>
            aggregatePublishStatus(Object.fromEntries(all.map((status) => [status, 1])))!
          expect(of(ads.map(of))).toBe(of(ads.flat()))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is none without children: a count of zero is no child', () => {
    expect(aggregatePublishStatus({})).toBeNull()
    expect(aggregatePublishStatus({ FAILED: 0, LIVE: 0 })).toBeNull()
    expect(aggregatePublishStatus({ FAILED: 0, COMPLETED: 2 })).toBe('COMPLETED')
  })
})

describe("a campaign's booking status", () => {
  it('is Draft without units', () => {
    expect(campaignStatus([])).toBe('Draft')
  })

  it('is the status its units share', () => {
    for (const status of BOOKING_STATUSES) expect(campaignStatus([status, status])).toBe(status)
  })

  it('is one of its units’, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BOOKING_STATUSES), { minLength: 1 }), (units) => {
        expect(units).toContain(campaignStatus(units))
        expect(campaignStatus([...units].reverse())).toBe(campaignStatus(units))
      }),
      { numRuns: 200 },
    )
  })
})
