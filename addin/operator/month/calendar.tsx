import { daysOf, firstDayOf, lastDayOf } from '../../../shared/calendar'
import { type CalendarDayView, inventoryCalendar } from '../../../shared/contract/inventory'
import { groupBy } from '../../../shared/group-by'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'

type Sums = Pick<CalendarDayView, 'capacity' | 'held' | 'sold' | 'remaining'>

/** What is for sale in a month, day by day and platform by platform. */
export function MonthCalendar({ month, turn }: { month: string; turn: number }) {
  const { api, words, numbers, platformName } = useOperator()
  const said = words.month
  const figures = useFigures(`${month} ${turn}`, () =>
    api.call(inventoryCalendar, { query: { from: firstDayOf(month), to: lastDayOf(month) } }),
  )
  return (
    <Panel
      className="wide"
      title={said.calendar}
      figures={figures}
      empty={({ items }) => (items.length === 0 ? said.calendarEmpty : undefined)}
    >
      {({ items }) => {
        const lines = [...groupBy(items, ({ platform }) => platform)].map(([platform, days]) => ({
          name: platformName(platform),
          days: new Map(days.map((day) => [day.date, day as Sums])),
        }))
        const all = [...groupBy(items, ({ date }) => date)].map(
          ([date, days]) => [date, sumOf(days)] as const,
        )
        const everything = { name: said.everything, days: new Map(all) }
        return (
          <>
            <p className="legend">{said.calendarLegend}</p>
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <div role="group" className="scroll" aria-label={said.calendar} tabIndex={0}>
              <table className="heat" aria-label={said.calendar}>
                <thead>
                  <tr>
                    <th scope="col">{said.platform}</th>
                    {daysOf(month).map((date) => (
                      <th key={date} scope="col">
                        {numbers.day(date)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {[...lines, everything].map(({ name, days }) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      {daysOf(month).map((date) => (
                        <Cell key={date} day={days.get(date)} />
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )
      }}
    </Panel>
  )
}

function Cell({ day }: { day: Sums | undefined }) {
  const { words, numbers } = useOperator()
  if (!day) return <td className="none">–</td>
  const { capacity, held, sold, remaining } = day
  const taken = capacity === 0 ? null : (held + sold) / capacity
  const said = words.month.calendarCell(numbers.whole(capacity), numbers.whole(held), numbers.whole(sold))
  return (
    <td className={`heat-${heatOf(taken)}`} title={said}>
      {numbers.whole(remaining)}
      <small>{numbers.percent(taken)}</small>
    </td>
  )
}

function heatOf(part: number | null): number {
  return part === null ? 0 : Math.min(5, Math.ceil(part * 5))
}

function sumOf(days: readonly Sums[]): Sums {
  const sum = (of: (day: Sums) => number) => days.reduce((all, day) => all + of(day), 0)
  return {
    capacity: sum(({ capacity }) => capacity),
    held: sum(({ held }) => held),
    sold: sum(({ sold }) => sold),
    remaining: sum(({ remaining }) => remaining),
  }
}
