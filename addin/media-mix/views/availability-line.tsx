import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import type { MediaMixRow } from '../../../shared/contract/campaigns'
import { shownSeoulTime } from '../../../shared/seoul-time'
import type { RowAvailability, RowHold } from '../../desk/state/media-mix'
import { usePane } from '../../ui/pane-context'
import { failureText, readerOf } from '../../words/failures'
import { isBuyable } from '../availability'
import { endsSoon } from '../ending-holds'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  todo: { color: tokens.colorStatusWarningForeground1 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  right: { textAlign: 'right' },
})

/** What is left for a row: a sentence, or a few words if `short`. */
export function AvailabilityLine(props: {
  row: MediaMixRow
  availability: RowAvailability | undefined
  short?: boolean
}) {
  const { row, availability, short } = props
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const texts = words.row
  const line = (tone: keyof typeof styles, text: string) => (
    <Text size={200} className={mergeClasses(styles[tone], short && styles.right)}>
      {text}
    </Text>
  )
  const hold = state.open?.holds.get(row.unitId)
  const holdText = ({ expiresAt, variant }: RowHold) => {
    const text = words.booking.holdLine(shownSeoulTime(expiresAt), variant)
    return endsSoon(expiresAt, Date.now()) ? `${text} · ${words.booking.endsSoon}` : text
  }
  // A held row already has its inventory; what is left is for other rows.
  if (row.bookingStatus === 'Reserved')
    return hold ? line(endsSoon(hold.expiresAt, Date.now()) ? 'bad' : 'todo', holdText(hold)) : null
  if (!isBuyable(row) || !availability) return null
  switch (availability.kind) {
    case 'loading':
      return line('quiet', texts.checking)
    case 'no-targeting':
      return line('todo', short ? texts.noTargetingShort : texts.noTargeting)
    case 'failed':
      return line('bad', failureText(availability.failure, readerOf(desk)).title)
    case 'known': {
      const { alone, inOrder, refusal } = availability
      const { maxAmount, maxImpressions } = inOrder
      if (refusal) return line('bad', failureText(refusal, readerOf(desk)).title)
      if (alone.maxImpressions === 0) return line('bad', short ? texts.nothingLeftShort : texts.nothingLeft)
      if (row.amount === 0) return line('quiet', short ? texts.upTo(maxAmount) : texts.noAmount)
      if (inOrder.status === 'AVAILABLE')
        return line('good', short ? `${texts.left} ${words.impressions(maxImpressions)}` : texts.fits)
      if (maxImpressions === 0)
        return line('bad', short ? texts.nothingAfterOthersShort : texts.nothingAfterOthers(alone.maxAmount))
      if (alone.maxImpressions > maxImpressions)
        return line(
          'bad',
          short ? texts.afterOthersShort(maxAmount) : texts.shortAfterOthers(maxAmount, alone.maxAmount),
        )
      return line('bad', short ? texts.shortUpTo(maxAmount) : texts.short(maxAmount))
    }
  }
}
