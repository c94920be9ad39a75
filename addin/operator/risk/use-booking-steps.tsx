import { Button } from '@fluentui/react-components'
import { type ReactNode, useRef, useState } from 'react'
import { useOperator } from '../context'
import type { Booking } from './booking-at-risk'
import { BookingSteps } from './booking-steps'

interface ChosenBooking {
  /** Shows what can be done for a booking. */
  button(booking: Booking): ReactNode
  /** What can be done for the booking that was chosen. */
  panel: ReactNode
}

/**
 * The steps for a booking of a table of risks.
 *
 * @param onDone something was done
 */
export function useBookingSteps(onDone: () => void): ChosenBooking {
  const { words } = useOperator()
  const said = words.risk
  const [booking, setBooking] = useState<Booking | null>(null)
  const opener = useRef<HTMLElement>(null)
  const close = () => {
    setBooking(null)
    opener.current?.focus()
  }
  return {
    button: (of) => (
      <Button
        size="small"
        aria-label={said.stepsOf(of.campaign)}
        aria-expanded={booking?.unitId === of.unitId}
        onClick={({ currentTarget }) => {
          opener.current = currentTarget
          setBooking(of)
        }}
      >
        {said.steps}
      </Button>
    ),
    panel: booking && <BookingSteps key={booking.unitId} booking={booking} onDone={onDone} onClose={close} />,
  }
}
