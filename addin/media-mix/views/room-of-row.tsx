import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { OpenCampaign } from '../../desk/state/desk-state'
import type { KnownAvailability } from '../../desk/state/media-mix'
import { usePane } from '../../ui/pane-context'

/** At most so many of the rows with the same inventory are named. */
const NAMED = 3

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  todo: { color: tokens.colorStatusWarningForeground1 },
})

/** What is left for a row in numbers, with whom it shares it, and how much others' drafts want of it. */
export function RoomOfRow({ open, known }: { open: OpenCampaign; known: KnownAvailability }) {
  const styles = useStyles()
  const { words } = usePane()
  const texts = words.row
  const { inOrder, sharedWith, pressure, refusal } = known
  const names = open.rows.flatMap(({ unitId, productCode }, i) => {
    if (!sharedWith.includes(unitId)) return []
    const product = open.catalogue.products.find(({ code }) => code === productCode)
    return [`${i + 1}. ${product?.name ?? productCode}`]
  })
  return (
    <>
      {inOrder.maxImpressions > 0 && (
        <Text size={200} className={styles.quiet}>
          {refusal?.code === 'FLIGHT_IN_PAST'
            ? texts.daysToCome(inOrder.maxImpressions, inOrder.maxAmount)
            : `${texts.left} ${texts.leftValue(inOrder.maxImpressions, inOrder.maxAmount)}`}
        </Text>
      )}
      {names.length > 0 && (
        <Text size={200} className={styles.quiet}>
          {texts.sharedWith(names.slice(0, NAMED).join(', '), Math.max(0, names.length - NAMED))}
        </Text>
      )}
      {pressure && (
        <Text size={200} className={pressure.fitsBeside ? styles.quiet : styles.todo}>
          {texts.pressure(pressure.rows, pressure.campaigns, pressure.impressions)}
          {!pressure.fitsBeside && inOrder.status === 'AVAILABLE' && ` ${texts.pressureShort}`}
        </Text>
      )}
    </>
  )
}
