import type { MonitoringAtRiskView, MonitoringCampaigns } from '../../../shared/contract/monitoring'

/** All of one's campaigns at a glance. */
export interface Overview {
  /** When the figures were added up; null: that happens just now, for the first time. */
  asOf: string | null
  campaigns: number
  byStatus: MonitoringCampaigns['byBookingStatus']
  atRisk: { total: number; missing: number; worst: readonly MonitoringAtRiskView[] }
  /** Of all platforms together. */
  today: { planned: number; delivered: number }
}
