import { describe, expect, it } from 'vitest'
import { foldFacts, type PublishFact } from '../../shared/publish-reports'
import { nextPublishStatuses, PUBLISH_STATUSES, type PublishStatus } from '../../shared/statuses'

const at = (minute: number) => `2026-12-01T00:0${minute}:00.000Z`
const said = (minute: number, status: PublishStatus): PublishFact => ({
  status,
  reportedAt: at(minute),
  origin: 'AD_SERVER',
})
const booked = (minute: number, status: PublishStatus): PublishFact => ({
  ...said(minute, status),
  origin: 'BOOKING',
})

describe('the status of a child ad', () => {
  it.each<[string, PublishFact[], PublishStatus, number | null]>([
    ['is asked for while nothing is reported', [], 'REQUESTED', null],
    [
      'goes the usual way',
      [said(1, 'APPROVED'), said(2, 'LIVE'), said(3, 'PAUSED'), said(4, 'LIVE')],
      'LIVE',
      4,
    ],
    ['may leave steps out', [said(1, 'COMPLETED')], 'COMPLETED', 1],
    ['is as old as the first report of it', [said(1, 'LIVE'), said(3, 'LIVE')], 'LIVE', 1],
    [
      'is of the newest report, not of the last one that came',
      [said(3, 'PAUSED'), said(1, 'LIVE')],
      'PAUSED',
      3,
    ],
    ['does not come back to life', [said(1, 'COMPLETED'), said(2, 'LIVE')], 'COMPLETED', 1],
    ['is never only asked for again once it runs', [said(1, 'LIVE'), said(2, 'REQUESTED')], 'LIVE', 1],
    ['is not live straight from rejected', [said(1, 'REJECTED'), said(2, 'LIVE')], 'REJECTED', 1],
    [
      'takes a step that was forbidden once an earlier report allows it',
      [said(1, 'REJECTED'), said(3, 'LIVE'), said(2, 'APPROVED')],
      'LIVE',
      3,
    ],
    ['ends where a late report says that it ended', [said(3, 'LIVE'), said(2, 'COMPLETED')], 'COMPLETED', 2],
    [
      'takes what needs attention first of one instant',
      [said(1, 'COMPLETED'), said(1, 'FAILED')],
      'FAILED',
      1,
    ],
    ['is canceled with its booking', [said(1, 'COMPLETED'), booked(2, 'CANCELED')], 'CANCELED', 2],
    ['stays canceled whatever is reported after', [booked(2, 'CANCELED'), said(3, 'LIVE')], 'CANCELED', 2],
    [
      'begins anew when an amendment asks for it again',
      [said(1, 'COMPLETED'), booked(2, 'REQUESTED'), said(3, 'LIVE')],
      'LIVE',
      3,
    ],
    ['goes on with an amendment when it runs', [said(1, 'LIVE'), booked(3, 'REQUESTED')], 'LIVE', 1],
    [
      'is asked for again although its end is told late',
      [said(1, 'LIVE'), booked(3, 'REQUESTED'), said(2, 'COMPLETED')],
      'REQUESTED',
      3,
    ],
    ['obeys the booking at the same instant', [said(1, 'LIVE'), booked(1, 'CANCELED')], 'CANCELED', 1],
  ])('%s', (_name, facts, status, minute) => {
    const expected = { status, reportedAt: minute === null ? null : at(minute) }
    expect(foldFacts(facts).state).toEqual(expected)
    expect(foldFacts([...facts].reverse()).state).toEqual(expected)
  })

  it('says what came of every report', () => {
    const facts = [
      said(1, 'LIVE'),
      said(2, 'LIVE'),
      said(3, 'APPROVED'),
      said(4, 'FAILED'),
      said(4, 'PAUSED'),
    ]
    expect(foldFacts(facts).folded.map(({ outcome, from }) => [outcome, from])).toEqual([
      ['APPLIED', 'REQUESTED'],
      ['REPEATED', 'LIVE'],
      ['FORBIDDEN', 'LIVE'],
      ['APPLIED', 'LIVE'],
      ['SUPERSEDED', 'FAILED'],
    ])
  })

  it('goes on from where it was as if everything were folded at once', () => {
    const facts = PUBLISH_STATUSES.flatMap((status, i) => [said(i, status), said(7 - i, status)])
    for (let cut = 0; cut <= 8; cut++) {
      const before = facts.filter(({ reportedAt }) => reportedAt < at(cut))
      const after = facts.filter(({ reportedAt }) => reportedAt >= at(cut))
      expect(foldFacts(after, foldFacts(before).state).state).toEqual(foldFacts(facts).state)
    }
  })

  it.each(PUBLISH_STATUSES)('has steps from %s that are statuses, and none to itself', (status) => {
    expect(nextPublishStatuses(status)).not.toContain(status)
    if (status === 'COMPLETED' || status === 'CANCELED') expect(nextPublishStatuses(status)).toEqual([])
    else
      expect(nextPublishStatuses(status)).toEqual(
        expect.arrayContaining(['FAILED', 'CANCELED'].filter((one) => one !== status)),
      )
  })
})
