import { DataTable } from '../../page/data-table'
import { useOperator } from '../context'
import { CHECKS, type Check, IS_CHECKED, type MonthFigures, type MonthSums, sumsOf } from './month-rows'

interface SumsProps {
  figures: MonthFigures
  chosen: Check | 'all' | 'drafts'
  /** Shows the rows that a check is about. */
  onChoose(check: Check | 'all'): void
}

/** What is to be confirmed, against the month before and against what is sold; and what a person should look at. */
export function Sums({ figures, chosen, onChoose }: SumsProps) {
  const { words, numbers } = useOperator()
  const said = words.month
  const { rows } = figures
  const confirmed = rows.length - rows.filter(IS_CHECKED.open).length
  const change = ({ total, previous }: MonthSums) => (previous === 0 ? null : (total - previous) / previous)
  const signed = (value: number) => `${value > 0 ? '+' : ''}${numbers.whole(value)}`
  return (
    <>
      <p className="sum">{said.state(rows.length, confirmed)}</p>
      <DataTable<MonthSums>
        label={said.check}
        rows={sumsOf(figures)}
        keyOf={({ type }) => type ?? 'all'}
        classOf={({ type }) => (type === null ? 'all' : undefined)}
        columns={[
          { name: said.type, cell: ({ type }) => (type ? words.standard.types[type] : said.all) },
          { name: said.rows, figure: true, cell: (sums) => numbers.whole(sums.rows) },
          { name: said.total, figure: true, cell: ({ total }) => numbers.whole(total) },
          {
            name: said.lastMonth,
            figure: true,
            cell: ({ previous }) => (previous === 0 ? '–' : numbers.whole(previous)),
          },
          { name: said.monthOverMonth, figure: true, cell: (sums) => numbers.percent(change(sums)) },
          {
            name: said.corrections,
            figure: true,
            cell: ({ corrected, correction }) =>
              corrected === 0 ? '–' : said.corrected(corrected, signed(correction)),
          },
          { name: said.promised, figure: true, cell: ({ promised }) => numbers.whole(promised) },
          {
            name: said.left,
            figure: true,
            cell: ({ left }) => (
              <span className={left < 0 ? 'strong' : undefined}>{numbers.whole(left)}</span>
            ),
          },
        ]}
      />
      <h3>{said.toCheck}</h3>
      <ul className="checks">
        {CHECKS.map((check) => {
          const count = rows.filter(IS_CHECKED[check]).length
          return (
            <li key={check}>
              <button
                type="button"
                aria-pressed={chosen === check}
                onClick={() => onChoose(chosen === check ? 'all' : check)}
              >
                <span>{said.checks[check]}</span>
                <strong className={count > 0 && check === 'short' ? 'strong' : undefined}>
                  {said.count(count)}
                </strong>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
