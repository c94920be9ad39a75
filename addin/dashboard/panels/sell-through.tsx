import {
  type MonitoringSellThrough,
  type MonitoringSellThroughView,
  sellThroughCsv,
  sellThroughXlsx,
} from '../../../shared/contract/monitoring'
import { Panel } from '../../page/panel'
import type { Figures } from '../../page/use-figures'
import { useDashboard } from '../context'
import { ExportButtons } from '../export-buttons'

interface SellThroughPanelProps {
  figures: Figures<MonitoringSellThrough>
  query: Readonly<Record<string, string>>
  /** Which of the filters do not apply. */
  note: string | undefined
}

/** Sold inventory per platform and week: a table whose cells are coloured by value. */
export function SellThroughPanel({ figures, query, note }: SellThroughPanelProps) {
  const { words, numbers, platformName } = useDashboard()
  const said = words.sellThrough
  return (
    <Panel
      className="wide"
      title={said.title}
      figures={figures}
      note={note}
      empty={({ items }) => (items.length === 0 ? said.empty : undefined)}
      actions={<ExportButtons what={said.title} csv={sellThroughCsv} xlsx={sellThroughXlsx} query={query} />}
    >
      {({ items }) => {
        const weeks = [...new Map(items.map((item) => [item.week, item])).values()]
        const platforms = [...new Set(items.map(({ platform }) => platform))]
        const cells = new Map(items.map((item) => [`${item.week} ${item.platform}`, item]))
        return (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
          <section className="scroll" tabIndex={0} aria-label={said.title}>
            <table className="heat">
              <thead>
                <tr>
                  <th scope="col">{said.platform}</th>
                  {weeks.map(({ week, startDate }) => (
                    <th key={week} scope="col" title={said.week(numbers.day(startDate))}>
                      {week.slice(5)}
                      <small>{numbers.day(startDate)}</small>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {platforms.map((platform) => (
                  <tr key={platform}>
                    <th scope="row">{platformName(platform)}</th>
                    {weeks.map(({ week }) => (
                      <HeatCell key={week} of={cells.get(`${week} ${platform}`)} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }}
    </Panel>
  )
}

function HeatCell({ of }: { of: MonitoringSellThroughView | undefined }) {
  const { words, numbers } = useDashboard()
  const said = words.sellThrough
  if (!of || of.soldRatio === null) return <td className="none">–</td>
  const step = Math.min(5, Math.ceil(of.soldRatio * 5))
  return (
    <td
      className={`heat-${step}`}
      title={said.cell(numbers.whole(of.sold), numbers.whole(of.held), numbers.whole(of.remaining))}
    >
      {numbers.percent(of.soldRatio)}
      {of.held > 0 && (
        <small>
          {said.held} {numbers.percent(of.heldRatio)}
        </small>
      )}
    </td>
  )
}
