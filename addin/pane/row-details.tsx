import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import {
  DeleteRegular,
  HistoryRegular,
  LocationRegular,
  OrganizationRegular,
  TargetArrowRegular,
  TargetRegular,
} from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import type { MediaMixRow } from '../../shared/contract/campaigns'
import { targetingText } from '../../shared/sheets/build-plan'
import { isAmendable, isEditable } from '../../shared/statuses'
import { putIntoRow } from '../booking/alternatives'
import { startBuying } from '../booking/buy'
import { BookingActions } from '../booking/views/actions'
import { isReadOnly } from '../desk/read-only'
import type { OpenCampaign } from '../desk/state/desk-state'
import { isBuyable } from '../media-mix/availability'
import { deleteRow, goToRow } from '../media-mix/rows'
import { AvailabilityLine } from '../media-mix/views/availability-line'
import { RoomOfRow } from '../media-mix/views/room-of-row'
import { SyncLine } from '../media-mix/views/sync-line'
import { RowDelivery } from '../monitoring/views/row-delivery'
import { Frame } from '../ui/frame'
import { Notice } from '../ui/notice'
import { usePane } from '../ui/pane-context'
import { StatusBadge } from '../ui/status-badge'
import { CampaignNotices } from './campaign-notices'

const useStyles = makeStyles({
  amount: { display: 'flex', justifyContent: 'space-between', alignItems: 'flex-start', gap: '8px' },
  column: { display: 'flex', flexDirection: 'column', gap: '2px' },
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    alignItems: 'flex-start',
    padding: '12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(72px, auto) 1fr',
    columnGap: '16px',
    rowGap: '8px',
    margin: 0,
  },
  label: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', columnGap: '4px', flexWrap: 'wrap', marginLeft: '-8px' },
})

export function RowDetails({ open, row }: { open: OpenCampaign; row: MediaMixRow }) {
  const styles = useStyles()
  const { desk, words, state } = usePane()
  const [deleting, setDeleting] = useState(false)
  const texts = words.row
  const product = open.catalogue.products.find(({ code }) => code === row.productCode)
  const names = new Map(open.catalogue.platforms.map(({ code, name }) => [code, name]))
  const held = row.bookingStatus === 'Reserved'
  const availability = held ? undefined : open.availability.get(row.unitId)
  const targeting = targetingText(product, open.targeting.get(row.unitId)?.groups ?? [], desk.language)
  const editable = isEditable(row.bookingStatus) && !isReadOnly(open.view)
  const amendable = isAmendable(row.bookingStatus) && !isReadOnly(open.view)
  const known = availability?.kind === 'known' ? availability : null
  const tooMuch = known !== null && known.inOrder.maxAmount > 0 && row.amount > known.inOrder.maxAmount
  const needsTargeting = availability?.kind === 'no-targeting'
  const chooseTargeting = () => desk.store.set({ panel: { kind: 'targeting', unitId: row.unitId } })
  const show = (kind: 'goal' | 'history' | 'distribution') =>
    desk.store.set({ panel: { kind, unitId: row.unitId }, failure: null })
  const put = (fields: { amount: number } | { startDate: string }) => putIntoRow(desk, row.unitId, fields)

  return (
    <Frame
      title={product?.name ?? row.productCode}
      busy={state.busy !== null}
      onBack={() => desk.store.set({ panel: { kind: 'rows' }, failure: null })}
      footer={
        isBuyable(row) && !isReadOnly(open.view) ? (
          needsTargeting ? (
            <Button appearance="primary" data-return="targeting" onClick={chooseTargeting}>
              {texts.chooseTargeting}
            </Button>
          ) : (
            <Button
              appearance="primary"
              disabled={row.amount === 0}
              data-return="buy"
              onClick={() => void startBuying(desk, [row.unitId])}
            >
              {row.amount === 0 ? texts.buy : texts.buyFor(row.kind === 'SERVICE' ? 0 : row.amount)}
            </Button>
          )
        ) : undefined
      }
    >
      {open.sheet && <SyncLine sync={open.sync} />}
      <CampaignNotices open={open} />
      <div className={styles.amount}>
        <div className={styles.column}>
          <Text size={200} className={styles.quiet}>
            {texts.amount}
          </Text>
          <Text size={600} weight="semibold">
            {words.won(row.amount)}
          </Text>
          <Text size={200} className={styles.quiet}>
            {texts.impressions} {words.impressions(row.impressions)}
          </Text>
        </div>
        <StatusBadge status={row.bookingStatus} />
      </div>
      {isBuyable(row) && availability && (
        <div className={styles.box} role="status">
          <AvailabilityLine row={row} availability={availability} />
          {known && <RoomOfRow open={open} known={known} />}
          {known?.refusal?.code === 'FLIGHT_IN_PAST' && row.endDate >= desk.today() && (
            <Button size="small" onClick={() => void put({ startDate: desk.today() })}>
              {texts.startToday}
            </Button>
          )}
          {known && tooMuch && (
            <Button size="small" onClick={() => void put({ amount: known.inOrder.maxAmount })}>
              {texts.setToMax(known.inOrder.maxAmount)}
            </Button>
          )}
        </div>
      )}
      {held && <AvailabilityLine row={row} availability={undefined} />}
      {row.publishStatus !== null && <RowDelivery open={open} unitId={row.unitId} />}
      <BookingActions rows={[row]} />
      <dl className={styles.facts}>
        <Fact label={texts.flight}>{words.flight(row.startDate, row.endDate)}</Fact>
        <Fact label={texts.platforms}>
          {(product?.platforms ?? []).map((code) => names.get(code) ?? code).join(', ')}
        </Fact>
        <Fact label={texts.targeting}>{targeting || texts.none}</Fact>
        <Fact label={texts.device}>{row.device || texts.none}</Fact>
        <Fact label={texts.creative}>{row.creative || texts.none}</Fact>
        <Fact label="eCPM">{words.won(row.ecpm)}</Fact>
      </dl>
      <div className={styles.actions}>
        {(editable || amendable) && product?.targetingKind !== 'RANDOM' && !needsTargeting && (
          <Button
            size="small"
            appearance="subtle"
            icon={<TargetRegular />}
            data-return="targeting"
            onClick={chooseTargeting}
          >
            {texts.changeTargeting}
          </Button>
        )}
        {isBuyable(row) && !held && !needsTargeting && (
          <Button
            size="small"
            appearance="subtle"
            icon={<TargetArrowRegular />}
            data-return="goal"
            onClick={() => show('goal')}
          >
            {words.booking.goal.open}
          </Button>
        )}
        <Button
          size="small"
          appearance="subtle"
          icon={<HistoryRegular />}
          data-return="history"
          onClick={() => show('history')}
        >
          {words.booking.history.open}
        </Button>
        {!isEditable(row.bookingStatus) && !held && (
          <Button
            size="small"
            appearance="subtle"
            icon={<OrganizationRegular />}
            data-return="distribution"
            onClick={() => show('distribution')}
          >
            {words.booking.distribution.open}
          </Button>
        )}
        {open.sheet && (
          <Button
            size="small"
            appearance="subtle"
            icon={<LocationRegular />}
            onClick={() => void goToRow(desk, row.unitId, 'amount')}
          >
            {texts.show}
          </Button>
        )}
        {editable && (
          <Button size="small" appearance="subtle" icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
            {texts.delete}
          </Button>
        )}
      </div>
      {deleting && (
        <Notice
          intent="warning"
          title={texts.deleteConfirm}
          onDismiss={() => setDeleting(false)}
          actions={<Button onClick={() => void deleteRow(desk, row.unitId)}>{texts.deleteYes}</Button>}
        />
      )}
      <Text size={200} className={styles.quiet}>
        {editable ? texts.editHint : isAmendable(row.bookingStatus) ? texts.amendHint : texts.lockedHint}
      </Text>
    </Frame>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <>
      <dt className={styles.label}>
        <Text size={200}>{label}</Text>
      </dt>
      <dd className={styles.value}>
        <Text>{children}</Text>
      </dd>
    </>
  )
}
