import { addDays } from '../../shared/calendar'
import * as contract from '../../shared/contract/monitoring'
import { mondayOf } from '../../shared/iso-week'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import { languageOf } from '../http/language'
import { page } from '../http/paging'
import type { Call, Routes } from '../http/routes'
import type { JobScheduler } from '../jobs/job-scheduler'
import { type AtRiskFilter, atRiskReport } from './at-risk-report'
import { CAMPAIGN_KEYS, type CampaignsFilter, campaignsReport } from './campaigns-report'
import { type DeliveriesFilter, deliveriesReport } from './deliveries-report'
import {
  AT_RISK_EXPORT,
  CAMPAIGNS_EXPORT,
  DELIVERIES_EXPORT,
  type ExportReport,
  SELL_THROUGH_EXPORT,
} from './export-columns'
import { csvOf, xlsxOf } from './export-file'
import { jobsReport } from './jobs-report'
import { sellThroughReport } from './sell-through-report'
import { freshness } from './state'

const WEEKS_SHOWN = 12
const MAX_EXPORTED = 100_000

interface Period {
  from?: string | undefined
  to?: string | undefined
}

export function monitoringRoutes(
  routes: Routes,
  database: Database,
  scheduler: JobScheduler,
  clock: Clock,
): void {
  const fresh = (tx: Transaction) => freshness(tx, clock.now())
  /** The requested days, by default yesterday and today. With one bound only, that single day. */
  const days = ({ from, to }: Period) => {
    const today = clock.today()
    return { from: from ?? to ?? addDays(today, -1), to: to ?? from ?? today }
  }
  /** The requested period, extended to whole weeks. */
  const weeks = ({ from, to }: Period) => {
    const first = mondayOf(from ?? to ?? clock.today())
    const last = to ?? (from === undefined ? addDays(first, WEEKS_SHOWN * 7 - 1) : from)
    return { from: first, to: addDays(mondayOf(last), 6) }
  }
  const deliveries = (
    tx: Transaction,
    caller: Caller,
    query: Omit<DeliveriesFilter, 'from' | 'to'> & Period,
  ) => deliveriesReport(tx, caller, { ...query, ...days(query) })
  const sellThrough = (tx: Transaction, query: Period & { platform?: string | undefined }) =>
    sellThroughReport(tx, { ...query, ...weeks(query) })

  routes.on(contract.monitoringCampaigns, ({ query, caller }) =>
    database.read(async (tx) => {
      const { page: pageOf, ...sums } = await campaignsReport(tx, caller, query, clock.today())
      return {
        ...(await fresh(tx)),
        ...sums,
        ...(await page(query, CAMPAIGN_KEYS, pageOf)),
      }
    }),
  )
  routes.on(contract.monitoringDeliveries, ({ query, caller }) =>
    database.read(async (tx) => ({
      ...(await fresh(tx)),
      today: clock.today(),
      ...days(query),
      items: await deliveries(tx, caller, query),
    })),
  )
  routes.on(contract.monitoringSellThrough, ({ query }) =>
    database.read(async (tx) => ({
      ...(await fresh(tx)),
      ...weeks(query),
      items: await sellThrough(tx, query),
    })),
  )
  routes.on(contract.monitoringAtRisk, ({ query, caller }) =>
    database.read(async (tx) => {
      const { page: pageOf, ...sums } = await atRiskReport(tx, caller, query)
      return { ...(await fresh(tx)), ...sums, ...(await page(query, ['missing', 'unitId'], pageOf)) }
    }),
  )
  routes.on(contract.monitoringJobs, () =>
    database.read(async (tx) => ({
      asOf: clock.instant(),
      items: await jobsReport(tx, scheduler.list(), clock.now()),
    })),
  )

  const answer = async <Row>(
    {
      request,
      response,
      noteExport,
    }: Pick<Call<unknown, unknown, unknown>, 'request' | 'response' | 'noteExport'>,
    format: 'csv' | 'xlsx',
    report: ExportReport<Row>,
    load: (tx: Transaction) => Promise<Row[]>,
  ) => {
    const { rows, of } = await database.read(async (tx) => ({
      rows: await load(tx),
      of: (await fresh(tx)).asOf,
    }))
    await noteExport()
    const language = languageOf(request, 'ko')
    const name = `${report.name[language]} ${clock.today()}.${format}`
    response.setHeader(
      'Content-Disposition',
      `attachment; filename="monitoring.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    if (format === 'csv') response.type('text/csv; charset=utf-8').send(csvOf(report, rows, language))
    else response.type(contract.campaignsXlsx.file!).send(await xlsxOf(report, rows, of, language))
  }
  const campaigns = async (tx: Transaction, caller: Caller, query: CampaignsFilter) =>
    (await campaignsReport(tx, caller, query, clock.today())).page({ limit: MAX_EXPORTED })
  const atRisk = async (tx: Transaction, caller: Caller, query: AtRiskFilter) =>
    (await atRiskReport(tx, caller, query)).page({ limit: MAX_EXPORTED })

  routes.on(contract.campaignsCsv, ({ query, caller, ...call }) =>
    answer(call, 'csv', CAMPAIGNS_EXPORT, (tx) => campaigns(tx, caller, query)),
  )
  routes.on(contract.campaignsXlsx, ({ query, caller, ...call }) =>
    answer(call, 'xlsx', CAMPAIGNS_EXPORT, (tx) => campaigns(tx, caller, query)),
  )
  routes.on(contract.deliveriesCsv, ({ query, caller, ...call }) =>
    answer(call, 'csv', DELIVERIES_EXPORT, (tx) => deliveries(tx, caller, query)),
  )
  routes.on(contract.deliveriesXlsx, ({ query, caller, ...call }) =>
    answer(call, 'xlsx', DELIVERIES_EXPORT, (tx) => deliveries(tx, caller, query)),
  )
  routes.on(contract.sellThroughCsv, ({ query, ...call }) =>
    answer(call, 'csv', SELL_THROUGH_EXPORT, (tx) => sellThrough(tx, query)),
  )
  routes.on(contract.sellThroughXlsx, ({ query, ...call }) =>
    answer(call, 'xlsx', SELL_THROUGH_EXPORT, (tx) => sellThrough(tx, query)),
  )
  routes.on(contract.atRiskCsv, ({ query, caller, ...call }) =>
    answer(call, 'csv', AT_RISK_EXPORT, (tx) => atRisk(tx, caller, query)),
  )
  routes.on(contract.atRiskXlsx, ({ query, caller, ...call }) =>
    answer(call, 'xlsx', AT_RISK_EXPORT, (tx) => atRisk(tx, caller, query)),
  )
}
