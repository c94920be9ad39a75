import { Button } from '@fluentui/react-components'
import { monitoringAtRisk } from '../../../shared/contract/monitoring'
import { DataTable } from '../../page/data-table'
import { Panel } from '../../page/panel'
import { Tag } from '../../page/status-tag'
import { useFigures } from '../../page/use-figures'
import { useLimit } from '../../page/use-limit'
import { useOperator } from '../context'
import { useBookingSteps } from './use-booking-steps'

const ROWS = [10, 50, 500] as const

/** Rows that will miss what was guaranteed, those that miss most first. */
export function UnitsAtRisk() {
  const { api, words, numbers } = useOperator()
  const said = words.risk
  const [limit, more] = useLimit(ROWS)
  const figures = useFigures(String(limit), () => api.call(monitoringAtRisk, { query: { limit } }))
  const steps = useBookingSteps(figures.reload)
  return (
    <>
      {/* Above the table, which becomes shorter with what is done. */}
      {steps.panel}
      <Panel
        className="wide"
        title={said.units}
        figures={figures}
        empty={({ asOf, total }) =>
          asOf === null ? said.filling : total === 0 ? said.unitsEmpty : undefined
        }
      >
        {({ items, total, missing }) => (
          <>
            <p className="sum">{said.unitsLead(total, numbers.whole(missing))}</p>
            <DataTable
              label={said.units}
              rows={items}
              keyOf={({ unitId }) => unitId}
              columns={[
                {
                  name: said.campaign,
                  cell: ({ campaign, advertiser }) => (
                    <>
                      {campaign}
                      <small>{advertiser}</small>
                    </>
                  ),
                },
                { name: said.product, cell: ({ product }) => product },
                { name: said.flight, cell: ({ startDate, endDate }) => numbers.flight(startDate, endDate) },
                { name: said.guaranteed, figure: true, cell: ({ guaranteed }) => numbers.whole(guaranteed) },
                { name: said.pacing, figure: true, cell: ({ pacing }) => numbers.percent(pacing) },
                { name: said.projected, figure: true, cell: ({ projected }) => numbers.whole(projected) },
                {
                  name: said.missing,
                  figure: true,
                  cell: (row) => <span className="strong">{numbers.whole(row.missing)}</span>,
                },
                {
                  name: said.reason,
                  cell: ({ reason }) => (
                    <Tag tone={reason === 'BEHIND' ? 'warning' : 'danger'}>{words.risks[reason]}</Tag>
                  ),
                },
                {
                  name: said.todo,
                  cell: (row) => steps.button(row),
                },
              ]}
            />
            {total > items.length && more && (
              <Button size="small" onClick={more}>
                {words.more(numbers.whole(total - items.length))}
              </Button>
            )}
          </>
        )}
      </Panel>
    </>
  )
}
