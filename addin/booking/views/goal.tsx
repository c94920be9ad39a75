import { Button, Field, Input, Select, Text } from '@fluentui/react-components'
import { type FormEvent, useRef, useState } from 'react'
import type { MediaMixRow } from '../../../shared/contract/campaigns'
import { ROUNDING_UNITS, roundAmount } from '../../../shared/round-amount'
import { failureOf } from '../../desk/desk'
import type { Failure } from '../../desk/failure'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { Frame } from '../../ui/frame'
import { FailureNotice, Notice } from '../../ui/notice'
import { wholeOf } from '../../ui/numbers'
import { usePane } from '../../ui/pane-context'
import { failureText, readerOf } from '../../words/failures'
import { type Goal, putIntoRow, seekGoal } from '../alternatives'
import { AlternativesOffer } from './alternatives'
import { useBookingStyles } from './styles'

type Side = 'impressions' | 'amount'

/**
 * Calculates the amount for a number of impressions, or the impressions for an amount, and finds where the
 * row would fit.
 */
export function BookingGoal({ open, row }: { open: OpenCampaign; row: MediaMixRow }) {
  const styles = useBookingStyles()
  const { desk, words, state } = usePane()
  const texts = words.booking.goal
  const product = open.catalogue.products.find(({ code }) => code === row.productCode)
  const [typed, setTyped] = useState<{ side: Side; text: string }>({ side: 'impressions', text: '' })
  const [asking, setAsking] = useState(false)
  const [goal, setGoal] = useState<Goal | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [put, setPut] = useState(false)
  const [searching, setSearching] = useState(false)
  const [unit, setUnit] = useState(1)
  // Counts what was typed: an answer to an earlier text is dropped.
  const typings = useRef(0)
  const value = wholeOf(typed.text)
  const wrong = typed.text !== '' && value === null

  const ask = async (event: FormEvent) => {
    event.preventDefault()
    if (value === null) return
    const typing = typings.current
    setAsking(true)
    setFailure(null)
    try {
      const asked = typed.side === 'amount' ? { amount: value } : { impressions: value }
      const answer = await seekGoal(desk, row.unitId, asked)
      if (typing === typings.current) setGoal(answer)
    } catch (error) {
      if (typing !== typings.current) return
      setGoal(null)
      setFailure(failureOf(error))
    } finally {
      if (typing === typings.current) setAsking(false)
    }
  }
  const field = (side: Side) => {
    const answer = goal && typed.side !== side ? goal[side].toLocaleString('en-US') : ''
    return (
      <Field label={texts[side]} validationMessage={typed.side === side && wrong ? texts.whole : undefined}>
        <Input
          name={side}
          inputMode="numeric"
          input={{ style: { textAlign: 'right', minWidth: 0 } }}
          value={typed.side === side ? typed.text : answer}
          onChange={(_, { value: text }) => {
            typings.current++
            setTyped({ side, text })
            setAsking(false)
            setGoal(null)
            setFailure(null)
            setPut(false)
          }}
          onBlur={() => {
            if (typed.side === side && value !== null) setTyped({ side, text: value.toLocaleString('en-US') })
          }}
        />
      </Field>
    )
  }
  return (
    <Frame
      title={texts.title}
      busy={asking || state.busy !== null}
      onBack={() => desk.store.set({ panel: { kind: 'row', unitId: row.unitId }, failure: null })}
    >
      <Text>{texts.lead}</Text>
      <div className={styles.line}>
        <Text weight="semibold">{product?.name ?? row.productCode}</Text>
        <Text size={200} className={styles.quiet}>
          {words.flight(row.startDate, row.endDate)}
        </Text>
        <span className={styles.between}>
          <Text>{words.won(row.amount)}</Text>
          <Text>{words.impressions(row.impressions)}</Text>
        </span>
      </div>
      <form className={styles.section} onSubmit={(event) => void ask(event)} noValidate>
        {field('impressions')}
        {field('amount')}
        <Field label={texts.rounding}>
          <Select value={String(unit)} onChange={(_, { value: chosen }) => setUnit(Number(chosen))}>
            {[1, ...ROUNDING_UNITS].map((one) => (
              <option key={one} value={one}>
                {texts.roundTo(one)}
              </option>
            ))}
          </Select>
        </Field>
        <Button appearance="primary" type="submit" disabled={value === null || asking}>
          {asking ? texts.asking : texts.ask}
        </Button>
      </form>
      {failure && <FailureNotice failure={failure} />}
      {goal && (
        <div className={styles.box} role="status">
          <Text size={500} weight="semibold">
            {typed.side === 'impressions' ? texts.needs(goal.amount) : texts.gives(goal.impressions)}
          </Text>
          <Text size={200} className={goal.fits ? styles.good : styles.bad}>
            {goal.fits
              ? goal.alone
                ? texts.fitsAfterOthers
                : texts.fits
              : goal.maxImpressions === 0
                ? texts.nothing
                : texts.tooMuch(goal.maxAmount, goal.maxImpressions)}
          </Text>
          {goal.refusal && (
            <Text size={200} className={styles.bad}>
              {failureText(goal.refusal, readerOf(desk)).title}
            </Text>
          )}
          {goal.alone && (
            <Text size={200} className={styles.quiet}>
              {texts.alone(goal.alone.maxAmount, goal.alone.maxImpressions)}
            </Text>
          )}
          <div className={styles.actions}>
            {amountsToOffer(rounded(goal, unit), row.amount).map((amount) => (
              <Button
                key={amount}
                size="small"
                disabled={state.busy !== null}
                onClick={() => void putIntoRow(desk, row.unitId, { amount }).then(setPut)}
              >
                {texts.put(amount)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {put && <Notice intent="success" title={texts.putDone} />}
      {state.failure && <FailureNotice failure={state.failure} />}
      {searching ? (
        <AlternativesOffer unitId={row.unitId} onPut={() => setPut(true)} />
      ) : (
        <Button disabled={row.amount === 0} onClick={() => setSearching(true)}>
          {words.booking.alternatives.find}
        </Button>
      )}
    </Frame>
  )
}

/**
 * The goal with amounts in whole units: upwards, so that it is reached, unless more than fits would be asked for; the
 * largest amount that fits downwards.
 */
function rounded(goal: Goal, unit: number): Goal {
  const { amount, maxAmount } = goal
  const most = roundAmount(maxAmount, unit, 'down')
  return { ...goal, amount: Math.min(roundAmount(amount, unit, 'up'), Math.max(most, 0)), maxAmount: most }
}

/**
 * The requested amount if it fits, otherwise the largest that fits. Empty when the row already has that
 * amount.
 */
function amountsToOffer({ fits, amount, maxAmount }: Goal, now: number): number[] {
  const offered = fits ? amount : maxAmount
  return offered > 0 && offered !== now ? [offered] : []
}
