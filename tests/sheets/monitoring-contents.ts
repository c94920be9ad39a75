import { daysBetween } from '../../shared/calendar'
import type { MonitoringContents, MonitoringUnit } from '../../shared/sheets/monitoring/contents'
import { samplePlan } from './sample-plan'

export function monitoringUnit(fields: Partial<MonitoringUnit> = {}): MonitoringUnit {
  return {
    unitId: 'unit-1',
    kind: 'PAID',
    platforms: ['네이버', '카카오'],
    productName: '프로그램 큐레이션 15초',
    startDate: '2026-12-01',
    endDate: '2026-12-10',
    bookingStatus: 'InFlight',
    publishStatus: 'LIVE',
    publishCounts: { LIVE: 12 },
    guaranteed: 1_000_000,
    delivered: 400_000,
    expectedToDate: 300_000,
    deliveredToDate: 300_000,
    projected: 1_000_000,
    clicks: 1200,
    views: 300_000,
    risk: '',
    ...fields,
  }
}

/**
 * Ten days, four of them past; units on pace, behind, at risk, refused, not begun, and with nothing
 * guaranteed.
 */
export function monitoringContents(fields: Partial<MonitoringContents> = {}): MonitoringContents {
  const units = [
    monitoringUnit(),
    monitoringUnit({
      unitId: 'unit-2',
      delivered: 370_001,
      deliveredToDate: 277_501,
      projected: 925_003,
      clicks: 0,
      views: 1,
    }),
    monitoringUnit({
      unitId: 'unit-3',
      platforms: ['=HYPERLINK("http://x")'],
      productName: '=1+1 프리미엄 프로그램 큐레이션 30초 (주말 저녁 가족 시간대 편성 패키지)',
      publishStatus: 'FAILED',
      publishCounts: { FAILED: 3, LIVE: 9, APPROVED: 1 },
      delivered: 133_333,
      deliveredToDate: 100_000,
      projected: 333_332,
      risk: '게재 실패한 광고 있음',
    }),
    monitoringUnit({
      unitId: 'unit-4',
      bookingStatus: 'Booked',
      publishStatus: 'REQUESTED',
      publishCounts: { REQUESTED: 4 },
      startDate: '2026-12-08',
      delivered: 0,
      expectedToDate: 0,
      deliveredToDate: 0,
      projected: 1_000_000,
      clicks: 0,
      views: 0,
    }),
    monitoringUnit({
      unitId: 'unit-5',
      bookingStatus: 'Finished',
      publishStatus: null,
      publishCounts: {},
      guaranteed: 0,
      delivered: 0,
      expectedToDate: 0,
      deliveredToDate: 0,
      projected: 0,
      clicks: 0,
      views: 0,
    }),
    monitoringUnit({
      unitId: 'unit-6',
      kind: 'SERVICE',
      guaranteed: 777,
      delivered: 778,
      deliveredToDate: 600,
      expectedToDate: 500,
      projected: 900,
      views: 12,
    }),
  ]
  return {
    campaign: samplePlan().campaign,
    asOf: '2026-12-04',
    takenAt: '09:30',
    units,
    days: daysBetween('2026-12-01', '2026-12-10').map((date, i) => ({
      date,
      guaranteed: 400_000,
      delivered: i < 4 ? 150_000 * i : null,
    })),
    language: 'ko',
    ...fields,
  }
}
