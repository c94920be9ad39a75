import type { MonitoringAtRiskView, MonitoringCampaigns } from '../../../shared/contract/monitoring'

/** Summary of all of the user's campaigns. */
export interface Overview {
  /** When the figures were calculated; null: the first calculation is still running. */
  asOf: string | null
  campaigns: number
  byStatus: MonitoringCampaigns['byBookingStatus']
  atRisk: { total: number; missing: number; worst: readonly MonitoringAtRiskView[] }
  /** Of all platforms together. */
  today: { planned: number; delivered: number }
}
