import { Field, Input } from '@fluentui/react-components'
import { isMonth } from '../../../shared/calendar'
import { useOperator } from '../context'
import { DaysAtRisk } from './days-at-risk'
import { DeadLetters } from './dead-letters'
import { DeliveriesOffPlan } from './deliveries-off-plan'
import { Undelivered } from './undelivered'
import { UnitsAtRisk } from './units-at-risk'

/** What is at risk: days that are sold beyond their forecast, rows behind their guarantee, what ad servers missed, and whom no notification reached. */
export function RiskView({ month, onMonth }: { month: string; onMonth(month: string): void }) {
  const { words } = useOperator()
  return (
    <>
      <section className="filters wide" aria-label={words.risk.month}>
        <Field label={words.risk.month}>
          <Input type="month" value={month} onChange={(_, { value }) => isMonth(value) && onMonth(value)} />
        </Field>
      </section>
      <DaysAtRisk month={month} />
      <UnitsAtRisk />
      <DeliveriesOffPlan />
      <DeadLetters />
      <Undelivered />
    </>
  )
}
