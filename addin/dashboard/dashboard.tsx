import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { LocalLanguageRegular, SignOutRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import {
  monitoringAtRisk,
  monitoringCampaigns,
  monitoringDeliveries,
  monitoringSellThrough,
} from '../../shared/contract/monitoring'
import { Bell } from '../notifications/bell'
import { type Filters, filtersIn, queryOf } from './address'
import { useDashboard } from './context'
import { FilterBar } from './filter-bar'
import { KeyFigures } from './key-figures'
import { AtRiskPanel } from './panels/at-risk'
import { CampaignsPanel } from './panels/campaigns'
import { DeliveriesPanel } from './panels/deliveries'
import { JobsPanel } from './panels/jobs'
import { SellThroughPanel } from './panels/sell-through'
import { StatusPanel } from './panels/statuses'
import { useFigures } from './use-figures'
import { useFilters } from './use-filters'

/** Number of rows of a table: at first, after "more", and at most. */
const ROWS = [10, 50, 500] as const
/** Figures older than this are outdated: several refreshes were missed. */
const OLD_SECONDS = 5 * 60

export function Dashboard({ onLanguage, onSignOut }: { onLanguage(): void; onSignOut(): void }) {
  const { api, user, words } = useDashboard()
  const [filters, change] = useFilters()
  const [campaignRows, setCampaignRows] = useState<number>(ROWS[0])
  const [riskRows, setRiskRows] = useState<number>(ROWS[0])
  const asked = {
    campaigns: queryOf(filters, 'q', 'status', 'platform', 'from', 'to', 'mine'),
    deliveries: queryOf(filters, 'q', 'status', 'platform', 'from', 'to', 'mine'),
    sellThrough: queryOf(filters, 'platform', 'from', 'to'),
    atRisk: queryOf(filters, 'q', 'status', 'platform', 'mine'),
  }
  const unapplied = (...names: (keyof Filters)[]) =>
    filtersIn(filters, ...names).map((name) => words.filters[name])
  const campaigns = useFigures(JSON.stringify([asked.campaigns, campaignRows]), () =>
    api.call(monitoringCampaigns, { query: { ...asked.campaigns, limit: campaignRows } }),
  )
  const deliveries = useFigures(JSON.stringify(asked.deliveries), () =>
    api.call(monitoringDeliveries, { query: asked.deliveries }),
  )
  const sellThrough = useFigures(JSON.stringify(asked.sellThrough), () =>
    api.call(monitoringSellThrough, { query: asked.sellThrough }),
  )
  const atRisk = useFigures(JSON.stringify([asked.atRisk, riskRows]), () =>
    api.call(monitoringAtRisk, { query: { ...asked.atRisk, limit: riskRows } }),
  )
  const more = (rows: number) => ROWS.find((next) => next > rows) ?? rows

  return (
    <div className="dashboard">
      <header className="top">
        <img src="/addin/icons/icon-32.png" alt="" width="28" height="28" />
        <h1>{words.title}</h1>
        <AsOf asOf={campaigns.value?.asOf ?? deliveries.value?.asOf} />
        <span className="who">{user.name}</span>
        <Bell api={api} language={words.language} words={words.notifications} />
        <Button
          appearance="subtle"
          size="small"
          icon={<LocalLanguageRegular />}
          lang={words.language === 'ko' ? 'en' : 'ko'}
          title={words.toOtherLanguage}
          onClick={onLanguage}
        >
          {words.otherLanguage}
        </Button>
        <Button appearance="subtle" size="small" icon={<SignOutRegular />} onClick={onSignOut}>
          {words.signIn.signOut}
        </Button>
      </header>
      <FilterBar filters={filters} onChange={change} />
      <main>
        <Freshness ageSeconds={campaigns.value?.ageSeconds} />
        <KeyFigures
          campaigns={campaigns.value}
          deliveries={deliveries.value}
          atRisk={atRisk.value}
          sellThrough={sellThrough.value}
        />
        <StatusPanel
          figures={campaigns}
          chosen={filters.status}
          onChoose={(status) => change({ status: status === filters.status ? '' : status })}
        />
        <DeliveriesPanel figures={deliveries} query={asked.deliveries} />
        <SellThroughPanel
          figures={sellThrough}
          query={asked.sellThrough}
          unapplied={unapplied('q', 'status', 'mine')}
        />
        <AtRiskPanel
          figures={atRisk}
          query={asked.atRisk}
          unapplied={unapplied('from', 'to')}
          onCampaign={(name) => change({ q: name })}
          onMore={riskRows === more(riskRows) ? undefined : () => setRiskRows(more(riskRows))}
        />
        <CampaignsPanel
          figures={campaigns}
          query={asked.campaigns}
          ofPlatform={filters.platform !== ''}
          onMore={campaignRows === more(campaignRows) ? undefined : () => setCampaignRows(more(campaignRows))}
        />
        {user.role !== 'planner' && <JobsPanel />}
      </main>
    </div>
  )
}

function AsOf({ asOf }: { asOf: string | null | undefined }) {
  const { words, numbers } = useDashboard()
  return (
    <span className="as-of" role="status">
      {asOf && <time dateTime={asOf}>{words.asOf(numbers.time(asOf))}</time>}
    </span>
  )
}

/** A message when the figures are missing or outdated; nothing otherwise. */
function Freshness({ ageSeconds }: { ageSeconds: number | null | undefined }) {
  const { words, user } = useDashboard()
  if (ageSeconds === undefined || (ageSeconds !== null && ageSeconds < OLD_SECONDS)) return null
  return (
    <MessageBar className="wide" intent={ageSeconds === null ? 'info' : 'warning'} layout="multiline">
      <MessageBarBody>
        {ageSeconds === null ? words.filling : user.role === 'planner' ? words.old : words.oldForOperators}
      </MessageBarBody>
    </MessageBar>
  )
}
