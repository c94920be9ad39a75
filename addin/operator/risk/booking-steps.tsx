import { Button, Checkbox } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { AskedList } from '../../page/asked-list'
import { ConfirmDialog } from '../../page/confirm-dialog'
import { Message } from '../../page/message'
import { Panel } from '../../page/panel'
import { useFigures } from '../../page/use-figures'
import { useOperator } from '../context'
import { type Booking, type BookingAtRisk, loadBooking, type RiskStep } from './booking-at-risk'
import { useStepTexts } from './step-texts'
import { type Attempt, firstAttempt, type StepOutcome, takeStep } from './take-step'

/** Days that are listed; of more it says how many. */
const DAYS = 7

interface BookingStepsProps {
  booking: Booking
  /** Something was done. */
  onDone(): void
  onClose(): void
}

interface Question {
  at: BookingAtRisk
  step: RiskStep
  attempt: Attempt
}

/** What can be done for a booking at risk: each step says what it changes, and is taken after a confirmation. */
export function BookingSteps({ booking, onDone, onClose }: BookingStepsProps) {
  const { api, intents, words } = useOperator()
  const said = words.risk
  const texts = useStepTexts()
  const [asked, setAsked] = useState<Question | null>(null)
  const [consent, setConsent] = useState(false)
  const [outcome, setOutcome] = useState<StepOutcome | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const figures = useFigures(booking.unitId, () => loadBooking(api, booking), false)
  useEffect(() => {
    place.current?.focus()
    place.current?.scrollIntoView({ block: 'start' })
  }, [])
  const ask = (at: BookingAtRisk, step: RiskStep) => {
    setConsent(false)
    setAsked({ at, step, attempt: firstAttempt() })
  }
  return (
    <div className="wide" ref={place} tabIndex={-1}>
      <Panel
        title={said.stepsTitle(booking.campaign, booking.advertiser)}
        figures={figures}
        actions={
          <Button size="small" appearance="subtle" onClick={onClose}>
            {said.close}
          </Button>
        }
        empty={(at) => (at === null ? said.bookingGone : undefined)}
      >
        {(at) =>
          at && (
            <div className="stack">
              {outcome && (
                <Message intent="success" title={texts.outcome(at, outcome)}>
                  {texts.left(at)}
                </Message>
              )}
              <Facts at={at} />
              {at.steps.length === 0 ? (
                <p>
                  {at.risk > 0 ? said.noSteps : said.obstacles[at.makegood.obstacle ?? 'NOTHING_MISSING']}
                </p>
              ) : (
                <ul className="warnings" aria-label={said.steps}>
                  {at.steps.map((step) => (
                    <li key={JSON.stringify(step)}>
                      <strong>{said.stepNames[step.kind]}</strong>
                      <p>{texts.what(at, step)}</p>
                      <Button
                        size="small"
                        disabled={figures.stale}
                        aria-label={`${said.take}: ${texts.what(at, step)}`}
                        onClick={() => ask(at, step)}
                      >
                        {said.take}
                      </Button>
                    </li>
                  ))}
                </ul>
              )}
              {at.risk > 0 && !at.steps.some(({ kind }) => kind === 'shift') && (
                <p className="quiet">{said.noShift}</p>
              )}
              {at.isBeyondReducing && at.steps.length > 0 && <p className="quiet">{said.noReduce}</p>}
            </div>
          )
        }
      </Panel>
      <ConfirmDialog
        asked={asked}
        onClose={() => setAsked(null)}
        title={({ step }) => said.stepQuestions[step.kind]}
        confirm={({ step }) => said.stepButtons[step.kind]}
        disabled={asked?.step.kind === 'reduce' && !consent}
        reason={asked?.step.kind === 'shift' || asked?.step.kind === 'reduce' ? said.stepReason : undefined}
        act={async ({ at, step, attempt }, reason) => {
          setOutcome(await takeStep({ api, intents }, booking, at, step, { reason, attempt }))
          figures.reload()
          onDone()
        }}
      >
        {({ at, step }) => (
          <>
            <AskedList lines={texts.changes(at, step)} />
            {step.kind === 'reduce' && (
              <Checkbox
                label={said.consent}
                checked={consent}
                onChange={(_, { checked }) => setConsent(checked === true)}
              />
            )}
          </>
        )}
      </ConfirmDialog>
    </div>
  )
}

/** The booking as it is, what is at risk of it, and what the campaign has as service already. */
function Facts({ at }: { at: BookingAtRisk }) {
  const { words, numbers, platformName } = useOperator()
  const said = words.risk
  const { row, risk, days, makegood, services, names } = at
  return (
    <>
      <dl className="counts">
        <div>
          <dt>{said.product}</dt>
          <dd>{names.product(row.productCode)}</dd>
        </div>
        <div>
          <dt>{said.flight}</dt>
          <dd>{numbers.flight(row.startDate, row.endDate)}</dd>
        </div>
        <div>
          <dt>{said.amount}</dt>
          <dd>{said.won(numbers.whole(row.amount))}</dd>
        </div>
        <div>
          <dt>{said.guaranteed}</dt>
          <dd>{numbers.whole(row.impressions)}</dd>
        </div>
        <div>
          <dt>{said.daysRisk}</dt>
          <dd className={risk > 0 ? 'strong' : undefined}>{numbers.whole(risk)}</dd>
        </div>
        <div>
          <dt>{said.willMiss}</dt>
          <dd className={makegood.missing > makegood.added ? 'strong' : undefined}>
            {numbers.whole(makegood.missing)}
            {makegood.added > 0 && <small>{said.madeGood(numbers.whole(makegood.added))}</small>}
          </dd>
        </div>
      </dl>
      {days.length > 0 && (
        <details>
          <summary>{said.daysShort(days.length)}</summary>
          <ul className="plain">
            {days.slice(0, DAYS).map(({ metaId, platform, date, short }) => (
              <li key={`${metaId} ${platform} ${date}`}>
                {numbers.day(date)} · {names.content(metaId)} · {platformName(platform)} ·{' '}
                {said.impressions(numbers.whole(short))}
              </li>
            ))}
            {days.length > DAYS && <li>{said.andMore(days.length - DAYS)}</li>}
          </ul>
        </details>
      )}
      {services.length > 0 && (
        <details>
          <summary>{said.services(services.length)}</summary>
          <ul className="plain">
            {services.map((service) => (
              <li key={service.unitId}>
                {names.product(service.productCode)} · {numbers.flight(service.startDate, service.endDate)} ·{' '}
                {said.impressions(numbers.whole(service.impressions))} ·{' '}
                {words.statuses[service.bookingStatus]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
