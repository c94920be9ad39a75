import { addDays } from '../../../shared/calendar'
import { monitoringDeliveries } from '../../../shared/contract/monitoring'
import { DataTable } from '../../page/data-table'
import { Panel } from '../../page/panel'
import { Tag } from '../../page/status-tag'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'

/** Days looked back on, yesterday included: today is not over. */
const DAYS = 14
/** Of the plan, on either side. */
const TOLERANCE = 0.05

/** Days and platforms whose delivery was behind or ahead of plan, the farthest off first. */
export function DeliveriesOffPlan() {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.risk
  const figures = useFigures('deliveries', async () => {
    // The service says which day is today; its clock is the one that counts.
    const { today } = await api.call(monitoringDeliveries, {})
    const to = addDays(today, -1)
    return api.call(monitoringDeliveries, { query: { from: addDays(to, 1 - DAYS), to } })
  })
  const off = (achievement: number | null) => Math.abs((achievement ?? 1) - 1)
  const offPlan = <Row extends { achievement: number | null }>(items: readonly Row[]) =>
    items
      .filter(({ achievement }) => off(achievement) > TOLERANCE)
      .toSorted((a, b) => off(b.achievement) - off(a.achievement))
  return (
    <Panel
      className="wide"
      title={said.deliveries}
      figures={figures}
      empty={({ asOf, items }) =>
        asOf === null ? said.filling : offPlan(items).length === 0 ? said.deliveriesEmpty : undefined
      }
    >
      {({ from, to, items }) => (
        <>
          <p className="sum">{said.deliveriesLead(numbers.day(from), numbers.day(to))}</p>
          <DataTable
            label={said.deliveries}
            rows={offPlan(items)}
            keyOf={({ date, platform }) => `${date} ${platform}`}
            columns={[
              { name: said.date, cell: ({ date }) => numbers.day(date) },
              { name: said.platform, cell: ({ platform }) => platformName(platform) },
              { name: said.planned, figure: true, cell: ({ planned }) => numbers.whole(planned) },
              { name: said.delivered, figure: true, cell: ({ delivered }) => numbers.whole(delivered) },
              {
                name: said.achievement,
                figure: true,
                cell: ({ achievement }) => (
                  <>
                    {numbers.percent(achievement)}{' '}
                    <Tag tone={(achievement ?? 1) < 1 ? 'danger' : 'warning'}>
                      {(achievement ?? 1) < 1 ? said.behind : said.ahead}
                    </Tag>
                  </>
                ),
              },
            ]}
          />
        </>
      )}
    </Panel>
  )
}
