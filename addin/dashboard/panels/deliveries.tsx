import { addDays, daysBetween } from '../../../shared/calendar'
import {
  deliveriesCsv,
  deliveriesXlsx,
  type MonitoringDeliveries,
  type MonitoringDeliveryView,
} from '../../../shared/contract/monitoring'
import { Panel } from '../../page/panel'
import type { Figures } from '../../page/use-figures'
import { Bar } from '../charts/bar'
import { DayColumns } from '../charts/day-columns'
import { useDashboard } from '../context'
import { ExportButtons } from '../export-buttons'
import { paceOf, paceSoFar, TONES } from '../pace'
import { PaceTag } from '../pace-tag'

/** With more days than this, the columns would be as thin as lines. */
const MAX_COLUMNS = 92

interface DeliveriesPanelProps {
  figures: Figures<MonitoringDeliveries>
  query: Readonly<Record<string, string>>
}

/** Delivery against plan: the last two days per platform, and a chart of all days if there are more. */
export function DeliveriesPanel({ figures, query }: DeliveriesPanelProps) {
  const { words } = useDashboard()
  const said = words.deliveries
  return (
    <Panel
      title={said.title}
      figures={figures}
      empty={({ items }) => (items.length === 0 ? said.empty : undefined)}
      actions={<ExportButtons what={said.title} csv={deliveriesCsv} xlsx={deliveriesXlsx} query={query} />}
    >
      {(value) => {
        const days = [...new Set(value.items.map(({ date }) => date))].sort()
        return (
          <>
            {days.length > 2 && <ByDay {...value} />}
            {lastTwo(days, value.today).map((date) => (
              <Day
                key={date}
                date={date}
                today={value.today}
                items={value.items.filter((item) => item.date === date)}
              />
            ))}
          </>
        )
      }}
    </Panel>
  )
}

/** The last two days up to today, the latest first. If all days are in the future: the first two. */
function lastTwo(days: readonly string[], today: string): string[] {
  const begun = days.filter((date) => date <= today)
  return begun.length > 0 ? begun.slice(-2).reverse() : days.slice(0, 2)
}

function Day({ date, today, items }: { date: string; today: string; items: MonitoringDeliveryView[] }) {
  const { words, numbers, platformName } = useDashboard()
  const said = words.deliveries
  const name = date === today ? said.today : date === addDays(today, -1) ? said.yesterday : ''
  const most = Math.max(1, ...items.map(({ planned, delivered }) => Math.max(planned, delivered)))
  return (
    <>
      <h3>
        {name} <time dateTime={date}>{numbers.day(date)}</time>
      </h3>
      <ul className="bars deliveries">
        {items.map(({ platform, planned, delivered, achievement }) => {
          // Today isn't over yet, so it is never marked as behind.
          const pace = date < today ? paceOf(achievement) : paceSoFar(achievement)
          return (
            <li key={platform}>
              <span className="name">{platformName(platform)}</span>
              <Bar
                part={planned === 0 ? delivered / most : delivered / planned}
                tone={pace === null ? 'brand' : TONES[pace]}
              />
              <span className="number">
                <PaceTag pace={pace} /> {achievement === null ? said.unplanned : numbers.percent(achievement)}
                <small>{said.of(numbers.whole(delivered), numbers.whole(planned))}</small>
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function ByDay({ items, from, to }: MonitoringDeliveries) {
  const { words, numbers } = useDashboard()
  const said = words.deliveries
  const shown = daysBetween(from, to).slice(-MAX_COLUMNS)
  const days = shown.map((date) => {
    const own = items.filter((item) => item.date === date)
    const sum = (of: 'planned' | 'delivered') => own.reduce((all, item) => all + item[of], 0)
    const [planned, delivered] = [sum('planned'), sum('delivered')]
    return {
      label: numbers.day(date),
      said: `${numbers.day(date)}: ${said.delivered} ${numbers.whole(delivered)}, ${said.planned} ${numbers.whole(planned)}`,
      planned,
      delivered,
    }
  })
  return (
    <>
      <h3>{said.byDay}</h3>
      <DayColumns
        days={days}
        title={said.chart(numbers.day(shown[0]!), numbers.day(to))}
        top={numbers.short}
      />
      <p className="legend">
        <span className="plan-mark" /> {said.planned} <span className="brand-mark" /> {said.delivered}
      </p>
    </>
  )
}
