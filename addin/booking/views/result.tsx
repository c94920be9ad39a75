import { Button, Text } from '@fluentui/react-components'
import { CheckmarkCircleFilled, ErrorCircleFilled, WarningFilled } from '@fluentui/react-icons'
import type { Shortage } from '../../../shared/contract/purchases'
import { CallFailure } from '../../api/client'
import { isOutcomeUnknown } from '../../desk/desk'
import type { BookingFlow, BookingOutcome } from '../../desk/state/booking'
import { Frame } from '../../ui/frame'
import { Outcome } from '../../ui/outcome'
import { usePane } from '../../ui/pane-context'
import { StatusBadge } from '../../ui/status-badge'
import { putIntoRow } from '../alternatives'
import { confirmAgain, leaveBooking, startBooking } from '../steps'
import { AlternativesOffer } from './alternatives'
import { AskApproval } from './approval-needed'
import { useRefusalText } from './refusal'
import { useBookingStyles } from './styles'

type Result = Extract<BookingFlow, { step: 'result' }>
type Refused = Extract<BookingOutcome, { kind: 'refused' }>
type Done = Extract<BookingOutcome, { kind: 'done' }>

/** Shows the outcome of each row; for refused rows also the reason, and what can be done instead. */
export function BookingResult({ flow }: { flow: Result }) {
  const styles = useBookingStyles()
  const { desk, words } = usePane()
  const texts = words.booking
  const { action, lines, inputs, outcomes } = flow
  const done = outcomes.filter((one) => one.kind === 'done')
  const refused = outcomes.filter((one) => one.kind === 'refused')
  const unknown = refused.length > 0 && refused.every(({ failure }) => isOutcomeUnknown(failure))
  // Who may not go on without an approver asks for one; trying again leads nowhere.
  const waits = refused.length > 0 && refused.every(({ failure }) => failure.code === 'APPROVAL_REQUIRED')
  const nameOf = (unitId: string) => lines.find((line) => line.unitId === unitId)?.productName ?? ''
  const leave = () => leaveBooking(desk)
  const refusedIds = refused.map(({ unitId }) => unitId)
  const again = () => {
    const [line] = lines
    void startBooking(desk, action, refusedIds, lines.length === 1 ? line!.change : undefined)
  }
  const until = action === 'hold' || action === 'extend' ? inputs.until.replace('T', ' ') : null
  return (
    <Frame
      title={texts.titles[action]}
      onBack={leave}
      footer={
        waits ? (
          <Button onClick={leave}>{words.close}</Button>
        ) : refused.length > 0 ? (
          <>
            <Button appearance="primary" onClick={unknown ? () => void confirmAgain(desk) : again}>
              {unknown ? texts.sendAgain : texts.again}
            </Button>
            <Button onClick={leave}>{words.close}</Button>
          </>
        ) : (
          <Button appearance="primary" onClick={leave}>
            {texts.finish}
          </Button>
        )
      }
    >
      {done.length > 0 ? (
        <Outcome
          icon={<CheckmarkCircleFilled />}
          tone="good"
          title={texts.done[action](done.length)}
          next={until === null ? texts.doneNext : `${texts.heldUntil(until)} · ${texts.doneNext}`}
        />
      ) : waits ? null : (
        <Outcome
          icon={unknown ? <WarningFilled /> : <ErrorCircleFilled />}
          tone={unknown ? 'warn' : 'bad'}
          title={unknown ? texts.unknown : texts.none}
          next={unknown ? texts.unknownNext : texts.noneNext}
        />
      )}
      {done.length > 0 && (
        <ul className={styles.lines}>
          {done.map((one) => (
            <li key={one.unitId} className={styles.line}>
              <span className={styles.between}>
                <Text weight="semibold">{nameOf(one.unitId)}</Text>
                <StatusBadge status={one.status} />
              </span>
              <Moved outcome={one} hold={action === 'hold'} ended={action === 'cancel'} />
            </li>
          ))}
        </ul>
      )}
      {done.length > 0 && refused.length > 0 && <Text weight="semibold">{texts.partly(refused.length)}</Text>}
      {refused.length > 0 && !unknown && <RefusedRows flow={flow} refused={refused} nameOf={nameOf} />}
    </Frame>
  )
}

/** Shows the inventory and money that a step has moved. */
function Moved({ outcome, hold, ended }: { outcome: Done; hold: boolean; ended: boolean }) {
  const styles = useBookingStyles()
  const { words } = usePane()
  const texts = words.booking
  const { moved, amount, impressions } = outcome
  return (
    <>
      <span className={styles.between}>
        <Text>{ended ? texts.remains(amount) : words.won(amount)}</Text>
        <Text>{words.impressions(impressions)}</Text>
      </span>
      {moved && moved.taken > 0 && (
        <Text size={200} className={styles.quiet}>
          {hold ? texts.held(moved.taken) : texts.taken(moved.taken)}
        </Text>
      )}
      {moved && moved.released > 0 && (
        <Text size={200} className={styles.quiet}>
          {texts.released(moved.released)}
        </Text>
      )}
    </>
  )
}

/** Details of a shortage: the most that fits, and for which row. */
interface Refusal {
  fits?: { amount: number; impressions: number }
  fitsUnitId?: string
  unitId?: string
  shortages?: readonly Shortage[]
}

function RefusedRows(props: {
  flow: Result
  refused: readonly Refused[]
  nameOf: (unitId: string) => string
}) {
  const { flow, refused, nameOf } = props
  const styles = useBookingStyles()
  const { desk, words } = usePane()
  const refusalText = useRefusalText()
  const texts = words.booking
  const { action, lines } = flow
  const unitIds = lines.map(({ unitId }) => unitId)
  const takeFit = async (unitId: string, amount: number) => {
    if (action === 'amend') await startBooking(desk, action, [unitId], { ...lines[0]!.change, amount })
    else if (await putIntoRow(desk, unitId, { amount })) await startBooking(desk, action, unitIds)
  }
  // Rows that were refused together share one failure: it is shown once, at the row that caused it.
  const reasons = new Map(refused.map((one) => [one.failure, one]))
  return (
    <>
      {[...reasons.values()].map(({ failure, unitId: first }) => {
        const refusal = ('data' in failure ? failure.data : {}) as Refusal
        const { fits, fitsUnitId, unitId: named, shortages = [] } = refusal
        const unitId = fitsUnitId || named || first
        const { title, next } = refusalText(failure)
        const others = new Set(shortages.map((one) => one.unitId ?? unitId))
        others.delete(unitId)
        const short = failure.code === 'INVENTORY_SHORTAGE'
        if (failure instanceof CallFailure && failure.code === 'APPROVAL_REQUIRED') {
          const { version, change, amount } = lines.find((line) => line.unitId === unitId)!
          const units = [{ unitId, version, amount: change.amount ?? amount }]
          return (
            <section key={unitId} className={styles.section}>
              <AskApproval kind="AMENDMENT" units={units} failure={failure} nameOf={nameOf} />
            </section>
          )
        }
        return (
          <section key={unitId} className={styles.section}>
            <div className={styles.line}>
              <Text weight="semibold">{nameOf(unitId)}</Text>
              <Text className={styles.bad}>{title}</Text>
              <Text size={200}>{next}</Text>
              {others.size > 0 && <Text size={200}>{texts.alsoShort([...others].map(nameOf))}</Text>}
              {short && fits && fits.amount > 0 && (
                <span>
                  <Button size="small" onClick={() => void takeFit(unitId, fits.amount)}>
                    {words.buy.apply(fits.amount)}
                  </Button>
                </span>
              )}
            </div>
            {short && action === 'hold' && (
              <AlternativesOffer unitId={unitId} onPut={() => void startBooking(desk, action, unitIds)} />
            )}
          </section>
        )
      })}
    </>
  )
}
