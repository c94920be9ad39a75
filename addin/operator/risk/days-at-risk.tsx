import { Button } from '@fluentui/react-components'
import { lookUpContents } from '../../../shared/contract/catalog'
import { inventoryAtRisk } from '../../../shared/contract/inventory'
import { DataTable } from '../../page/data-table'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useLimit } from '../../page/use-limit'
import { useOperator } from '../context'
import { useBookingSteps } from './use-booking-steps'

const ROWS = [50, 500, 5000] as const

/** Days of a month on which more is sold and held than is forecast, with the bookings on them. */
export function DaysAtRisk({ month }: { month: string }) {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.risk
  const [limit, more] = useLimit(ROWS)
  const figures = useFigures(JSON.stringify([month, limit]), async () => {
    const risk = await api.call(inventoryAtRisk, { query: { month, limit } })
    const { items } = risk
    const metaIds = [...new Set(items.map(({ metaId }) => metaId))]
    const names = metaIds.length === 0 ? [] : (await api.call(lookUpContents, { body: { metaIds } })).items
    return { ...risk, names: new Map(names.map((one) => [one.metaId, one.name])) }
  })
  const steps = useBookingSteps(figures.reload)
  return (
    <>
      {/* Above the table, which becomes shorter with what is done. */}
      {steps.panel}
      <Panel
        className="wide"
        title={said.days}
        figures={figures}
        empty={({ items }) => (items.length === 0 ? said.daysEmpty : undefined)}
      >
        {({ items, rows, impressions, units, names }) => (
          <>
            <p className="sum">{said.daysLead(units, rows, numbers.whole(impressions))}</p>
            <DataTable
              label={said.days}
              rows={items}
              keyOf={({ metaId, platform, date }) => `${metaId} ${platform} ${date}`}
              columns={[
                {
                  name: said.content,
                  cell: ({ metaId }) => (
                    <>
                      {names.get(metaId) ?? metaId}
                      <small>{metaId}</small>
                    </>
                  ),
                },
                { name: said.platform, cell: ({ platform }) => platformName(platform) },
                { name: said.date, cell: ({ date }) => numbers.day(date) },
                { name: said.forecast, figure: true, cell: ({ forecast }) => numbers.whole(forecast) },
                { name: said.promised, figure: true, cell: ({ held, sold }) => numbers.whole(held + sold) },
                {
                  name: said.missing,
                  figure: true,
                  cell: ({ atRisk }) => <span className="strong">{numbers.whole(atRisk)}</span>,
                },
                {
                  name: said.bookings,
                  wide: true,
                  cell: ({ bookings }) => (
                    <ul className="plain">
                      {bookings.map((booking) => (
                        <li key={booking.unitId}>
                          {said.booking(
                            booking.campaign,
                            booking.advertiser,
                            words.statuses[booking.bookingStatus],
                            numbers.whole(booking.held + booking.sold),
                          )}
                          <small>{booking.owner}</small>
                          {steps.button(booking)}
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]}
            />
            {rows > items.length && more && (
              <Button size="small" onClick={more}>
                {words.more(numbers.whole(rows - items.length))}
              </Button>
            )}
          </>
        )}
      </Panel>
    </>
  )
}
