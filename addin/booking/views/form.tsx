import { Button, Field, Input, Select, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { instantOf, shownSeoulTime } from '../../../shared/seoul-time'
import { AMEND_FIELDS } from '../../../shared/sheets/media-mix/columns'
import type { BookingFlow, BookingLine } from '../../desk/state/booking'
import type { AmendFields } from '../../desk/state/media-mix'
import { Frame } from '../../ui/frame'
import { wholeOf } from '../../ui/numbers'
import { usePane } from '../../ui/pane-context'
import { StatusBadge } from '../../ui/status-badge'
import { confirmBooking, leaveBooking, setBookingChange, setBookingInputs } from '../steps'
import { AmendPlatforms } from './amend-platforms'
import { AmendPreview } from './amend-preview'
import { BookingChange } from './change'
import { useBookingStyles } from './styles'

const VARIANTS = ['A', 'B', 'C'] as const

type Form = Extract<BookingFlow, { step: 'form' | 'working' }>

/** Shows what the step would do to which rows, and asks for further inputs and for confirmation. */
export function BookingForm({ flow }: { flow: Form }) {
  const styles = useBookingStyles()
  const { desk, words } = usePane()
  const { action, lines, inputs } = flow
  const texts = words.booking
  const working = flow.step === 'working'
  const asksUntil = action === 'hold' || action === 'extend'
  const wrongUntil = asksUntil && instantOf(inputs.until) === null
  const total = lines.reduce((sum, { amount, service }) => sum + (service ? 0 : amount), 0)
  const held = action === 'cancel' && lines.every(({ status }) => status === 'Reserved')
  return (
    <Frame
      title={texts.titles[action]}
      busy={working}
      onBack={working ? undefined : () => leaveBooking(desk)}
      footer={
        <>
          {lines.length > 1 && (
            <span className={styles.between}>
              <Text>{texts.total(lines.length)}</Text>
              <Text weight="semibold">{words.won(total)}</Text>
            </span>
          )}
          <Button
            appearance="primary"
            size="large"
            disabled={working || wrongUntil || (action === 'amend' && !lines.every(isSound))}
            onClick={() => void confirmBooking(desk)}
          >
            {working ? texts.working[action] : texts.confirm[action]}
          </Button>
          <Button disabled={working} onClick={() => leaveBooking(desk)}>
            {texts.keep}
          </Button>
        </>
      }
    >
      <Text>{held ? texts.effects.cancelHeld : texts.effects[action]}</Text>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line.unitId} className={styles.line}>
            <LineFacts line={line} />
          </li>
        ))}
      </ul>
      {action === 'hold' && lines.length > 1 && (
        <Text size={200} className={styles.quiet}>
          {texts.allOrNothing}
        </Text>
      )}
      {action === 'amend' && lines.length === 1 && <ChangeFields line={lines[0]!} disabled={working} />}
      {asksUntil && (
        <Field
          label={texts.until}
          hint={texts.untilHint}
          validationMessage={wrongUntil ? texts.untilInvalid : undefined}
        >
          <Input
            type="datetime-local"
            name="until"
            className={styles.narrow}
            input={{ style: { minWidth: 0 } }}
            value={inputs.until}
            disabled={working}
            onChange={(_, { value }) => setBookingInputs(desk, { until: value })}
          />
        </Field>
      )}
      {action === 'hold' && lines.some(({ variant }) => variant === null) && (
        <Field label={texts.variant} hint={texts.variantHint}>
          <Select
            value={inputs.variant}
            disabled={working}
            onChange={(_, { value }) => setBookingInputs(desk, { variant: value })}
          >
            <option value="">{texts.variantNone}</option>
            {VARIANTS.map((letter) => (
              <option key={letter} value={letter}>
                {texts.variantOf(letter)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {!asksUntil && action !== 'release' && (
        <Field label={texts.reason} hint={texts.reasonHint}>
          <Input
            name="reason"
            maxLength={500}
            value={inputs.reason}
            disabled={working}
            onChange={(_, { value }) => setBookingInputs(desk, { reason: value })}
          />
        </Field>
      )}
    </Frame>
  )
}

function LineFacts({ line }: { line: BookingLine }) {
  const styles = useBookingStyles()
  const { words } = usePane()
  const texts = words.booking
  return (
    <>
      <span className={styles.between}>
        <Text weight="semibold">{line.productName}</Text>
        <StatusBadge status={line.status} />
      </span>
      <span className={styles.between}>
        <Text size={400} weight="semibold">
          {line.service ? texts.serviceRow : words.won(line.amount)}
        </Text>
        <Text>{words.impressions(line.impressions)}</Text>
      </span>
      <Text size={200} className={styles.quiet}>
        {words.flight(line.startDate, line.endDate)}
        {line.variant !== null && ` · ${texts.variantOf(line.variant)}`}
      </Text>
      {line.hold && (
        <Text size={200} className={styles.quiet}>
          {texts.holdLine(shownSeoulTime(line.hold.expiresAt), line.hold.variant)}
        </Text>
      )}
      <BookingChange row={line} change={line.change} />
    </>
  )
}

/** Inputs for the new amount, flight and platforms, and what they would move. */
function ChangeFields({ line, disabled }: { line: BookingLine; disabled: boolean }) {
  const styles = useBookingStyles()
  const { desk, words } = usePane()
  const texts = words.booking
  const { change } = line
  const [amount, setAmount] = useState((change.amount ?? line.amount).toLocaleString('en-US'))
  const startDate = change.startDate ?? line.startDate
  const endDate = change.endDate ?? line.endDate
  const put = (next: AmendFields) => {
    const all = { ...change, ...next }
    const changed = AMEND_FIELDS.filter((field) => all[field] !== undefined && all[field] !== line[field])
    const { groups, platforms } = change
    setBookingChange(desk, {
      ...Object.fromEntries(changed.map((field) => [field, all[field]])),
      ...(groups ? { groups } : {}),
      ...(platforms ? { platforms } : {}),
    })
  }
  return (
    <>
      <Field label={texts.amount} validationMessage={wholeOf(amount) === null ? texts.wholeWon : undefined}>
        <Input
          name="amount"
          inputMode="numeric"
          input={{ style: { textAlign: 'right' } }}
          value={amount}
          disabled={disabled}
          onChange={(_, { value }) => {
            setAmount(value)
            put({ amount: wholeOf(value) ?? Number.NaN })
          }}
          onBlur={() => setAmount(wholeOf(amount)?.toLocaleString('en-US') ?? amount)}
        />
      </Field>
      <div className={styles.pair}>
        <Field label={texts.startDate}>
          <Input
            type="date"
            name="startDate"
            className={styles.narrow}
            input={{ style: { minWidth: 0 } }}
            value={startDate}
            disabled={disabled}
            onChange={(_, { value }) => put({ startDate: value })}
          />
        </Field>
        <Field
          label={texts.endDate}
          validationMessage={startDate > endDate ? texts.endBeforeStart : undefined}
        >
          <Input
            type="date"
            name="endDate"
            className={styles.narrow}
            input={{ style: { minWidth: 0 } }}
            value={endDate}
            disabled={disabled}
            onChange={(_, { value }) => put({ endDate: value })}
          />
        </Field>
      </div>
      <AmendPlatforms line={line} disabled={disabled} />
      {isSound(line) && !disabled && <AmendPreview line={line} />}
      {Object.keys(change).length === 0 && (
        <Text size={200} className={styles.quiet}>
          {texts.nothingChanges}
        </Text>
      )}
    </>
  )
}

/** Whether the amendment changes something and its values are valid. */
function isSound({ change, startDate, endDate }: BookingLine): boolean {
  if (Object.keys(change).length === 0 || Number.isNaN(change.amount)) return false
  const [start, end] = [change.startDate ?? startDate, change.endDate ?? endDate]
  return start !== '' && end !== '' && start <= end
}
