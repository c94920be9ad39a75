import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { lookUpContents } from '../../../shared/contract/catalog'
import { inventoryAtRisk } from '../../../shared/contract/inventory'
import { DataTable } from '../../page/data-table'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import type { Booking } from './booking-at-risk'
import { BookingSteps } from './booking-steps'

const ROWS = [50, 500, 5000] as const

/** Days of a month on which more is sold and held than is forecast, with the bookings on them. */
export function DaysAtRisk({ month }: { month: string }) {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.risk
  const [limit, setLimit] = useState<number>(ROWS[0])
  const [booking, setBooking] = useState<Booking | null>(null)
  const figures = useFigures(JSON.stringify([month, limit]), async () => {
    const { items, nextCursor } = await api.call(inventoryAtRisk, { query: { month, limit } })
    const metaIds = [...new Set(items.map(({ metaId }) => metaId))]
    const names = metaIds.length === 0 ? [] : (await api.call(lookUpContents, { body: { metaIds } })).items
    return {
      items,
      isAll: nextCursor === undefined,
      names: new Map(names.map((one) => [one.metaId, one.name])),
    }
  })
  return (
    <>
      <Panel
        className="wide"
        title={said.days}
        figures={figures}
        empty={({ items }) => (items.length === 0 ? said.daysEmpty : undefined)}
      >
        {({ items, isAll, names }) => {
          const missing = numbers.whole(items.reduce((all, { atRisk }) => all + atRisk, 0))
          return (
            <>
              <p className="sum">
                {isAll ? said.daysLead(items.length, missing) : said.daysSeen(items.length, missing)}
              </p>
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
                    cell: ({ bookings }) => (
                      <ul className="plain">
                        {bookings.map(
                          ({
                            unitId,
                            campaignId,
                            campaign,
                            advertiser,
                            owner,
                            bookingStatus,
                            held,
                            sold,
                          }) => (
                            <li key={unitId}>
                              {said.booking(
                                campaign,
                                advertiser,
                                words.statuses[bookingStatus],
                                numbers.whole(held + sold),
                              )}
                              <small>{owner}</small>
                              <Button
                                size="small"
                                aria-label={said.stepsOf(campaign)}
                                aria-expanded={booking?.unitId === unitId}
                                onClick={() => setBooking({ unitId, campaignId, campaign, advertiser })}
                              >
                                {said.steps}
                              </Button>
                            </li>
                          ),
                        )}
                      </ul>
                    ),
                  },
                ]}
              />
              {!isAll && limit < ROWS[2] && (
                <Button size="small" onClick={() => setLimit(ROWS.find((next) => next > limit) ?? limit)}>
                  {words.files.more}
                </Button>
              )}
            </>
          )
        }}
      </Panel>
      {booking && (
        <BookingSteps
          key={booking.unitId}
          booking={booking}
          onDone={figures.reload}
          onClose={() => setBooking(null)}
        />
      )}
    </>
  )
}
