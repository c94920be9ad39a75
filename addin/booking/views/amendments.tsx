import { Button, Text } from '@fluentui/react-components'
import type { OpenCampaign } from '../../desk/state/desk-state'
import { putBackAmendments } from '../../media-mix/disputes'
import { Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { startBooking } from '../steps'
import { BookingChange } from './change'
import { useBookingStyles } from './styles'

/**
 * Shows changes that were typed into booked or held rows. They take effect only after the planner confirms
 * them.
 */
export function TypedAmendments({ open }: { open: OpenCampaign }) {
  const styles = useBookingStyles()
  const { desk, words, state } = usePane()
  const texts = words.booking.typed
  const { amendments, rows, catalogue } = open
  if (amendments.length === 0) return null
  const unitIds = amendments.map(({ unitId }) => unitId)
  return (
    <Notice
      intent="warning"
      title={texts.title(amendments.length)}
      actions={
        <>
          <Button disabled={state.busy !== null} onClick={() => void startBooking(desk, 'amend', unitIds)}>
            {texts.review}
          </Button>
          <Button disabled={state.busy !== null} onClick={() => void putBackAmendments(desk, unitIds)}>
            {texts.putBack}
          </Button>
        </>
      }
    >
      <Text size={200} block>
        {texts.lead}
      </Text>
      {amendments.map(({ unitId, fields }) => {
        const row = rows.find((one) => one.unitId === unitId)
        if (!row) return null
        const product = catalogue.products.find(({ code }) => code === row.productCode)
        return (
          <section key={unitId} className={styles.typed}>
            <Text weight="semibold">{product?.name ?? row.productCode}</Text>
            <BookingChange row={row} change={fields} />
          </section>
        )
      })}
    </Notice>
  )
}
