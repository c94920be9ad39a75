import type { ReactNode } from 'react'
import type {
  MonitoringAtRisk,
  MonitoringCampaigns,
  MonitoringDeliveries,
  MonitoringSellThrough,
} from '../../shared/contract/monitoring'
import { isoWeekOf } from '../../shared/iso-week'
import { useDashboard } from './context'
import { paceSoFar } from './pace'
import { PaceTag } from './pace-tag'

interface KeyFiguresProps {
  campaigns: MonitoringCampaigns | undefined
  deliveries: MonitoringDeliveries | undefined
  atRisk: MonitoringAtRisk | undefined
  sellThrough: MonitoringSellThrough | undefined
}

/** Four numbers that show whether a closer look is needed. */
export function KeyFigures({ campaigns, deliveries, atRisk, sellThrough }: KeyFiguresProps) {
  const { words, numbers } = useDashboard()
  const said = words.key
  const sum = <Row,>(rows: readonly Row[], of: (row: Row) => number) =>
    rows.reduce((all, row) => all + of(row), 0)

  const all = campaigns && sum(campaigns.byBookingStatus, (row) => row.campaigns)
  const running = campaigns?.byBookingStatus.find(({ status }) => status === 'InFlight')?.campaigns ?? 0
  const today = deliveries?.items.filter(({ date }) => date === deliveries.today) ?? []
  const [planned, delivered] = [sum(today, (row) => row.planned), sum(today, (row) => row.delivered)]
  const achieved = planned === 0 ? null : delivered / planned
  // Today isn't over yet.
  const pace = paceSoFar(achieved)
  const { week } = deliveries ? isoWeekOf(deliveries.today) : { week: '' }
  const weekly = sellThrough?.items.filter((row) => row.week === week) ?? []
  const [sold, capacity] = [sum(weekly, (row) => row.sold), sum(weekly, (row) => row.capacity)]
  return (
    <dl className="keys wide">
      <Figure
        name={said.running}
        value={campaigns && numbers.whole(running)}
        more={all === undefined ? '' : said.runningOf(numbers.whole(all))}
      />
      <Figure
        name={said.today}
        value={deliveries && numbers.percent(achieved)}
        more={planned === 0 ? said.none : said.todayOf(numbers.short(delivered), numbers.short(planned))}
        mark={<PaceTag pace={pace} />}
        alarming={pace !== null}
      />
      <Figure
        name={said.atRisk}
        value={atRisk && numbers.whole(atRisk.total)}
        more={atRisk === undefined ? '' : said.missing(numbers.short(atRisk.missing))}
        alarming={atRisk !== undefined && atRisk.total > 0}
      />
      <Figure
        name={said.week}
        value={sellThrough && numbers.percent(capacity === 0 ? null : sold / capacity)}
        more={capacity === 0 ? said.none : said.weekOf(numbers.short(sold), numbers.short(capacity))}
      />
    </dl>
  )
}

function Figure(props: {
  name: string
  value: string | undefined
  more: string
  /** Says beside the value why it is alarming. */
  mark?: ReactNode
  alarming?: boolean
}) {
  return (
    <div className={props.alarming ? 'key alarming' : 'key'}>
      <dt>{props.name}</dt>
      <dd className="value">
        {props.value ?? '…'} {props.mark}
      </dd>
      <dd>{props.value === undefined ? '' : props.more}</dd>
    </div>
  )
}
