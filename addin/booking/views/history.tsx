import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { HistoryRegular } from '@fluentui/react-icons'
import { useCallback, useState } from 'react'
import type { MediaMixRow } from '../../../shared/contract/campaigns'
import { shownSeoulTime } from '../../../shared/seoul-time'
import { Empty, Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { StatusBadge } from '../../ui/status-badge'
import { useLoaded } from '../../ui/use-loaded'
import { type BookingEvent, loadHistory } from '../past'
import { useBookingStyles } from './styles'

/** Steps shown at a time; a row that was extended every day has many. */
const SHOWN = 50

const useStyles = makeStyles({
  events: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyle: 'none' },
  event: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '0 0 16px 16px',
    marginLeft: '6px',
    position: 'relative',
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    ':last-child': { paddingBottom: 0 },
    '::before': {
      content: '""',
      position: 'absolute',
      left: '-7px',
      top: '4px',
      width: '12px',
      height: '12px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorBrandBackground,
    },
  },
})

/** Who did what to a row, when and why; the newest first. */
export function BookingHistory({ row }: { row: MediaMixRow }) {
  const styles = useStyles()
  const shared = useBookingStyles()
  const { desk, words } = usePane()
  const texts = words.booking.history
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the row, another step
  const load = useCallback(() => loadHistory(desk, row.unitId), [desk, row.unitId, row.version])
  const [loaded, again] = useLoaded(load)
  const [shown, setShown] = useState(SHOWN)
  return (
    <Frame
      title={texts.title}
      onBack={() => desk.store.set({ panel: { kind: 'row', unitId: row.unitId }, failure: null })}
    >
      {loaded.kind === 'loading' && (
        <Spinner className={shared.waiting} label={texts.loading} labelPosition="below" />
      )}
      {loaded.kind === 'failed' && <FailureNotice failure={loaded.failure} onRetry={again} />}
      {loaded.kind === 'ready' && loaded.value.length === 0 && (
        <Empty icon={<HistoryRegular />} title={texts.empty} next={texts.emptyNext} />
      )}
      {loaded.kind === 'ready' && loaded.value.length > 0 && (
        <>
          <ol className={styles.events}>
            {loaded.value.slice(0, shown).map((event) => (
              <li key={event.id} className={styles.event}>
                <Event event={event} />
              </li>
            ))}
          </ol>
          {loaded.value.length > shown && (
            <Button onClick={() => setShown(shown + SHOWN)}>{texts.more}</Button>
          )}
        </>
      )}
    </Frame>
  )
}

function Event({ event }: { event: BookingEvent }) {
  const styles = useBookingStyles()
  const { words } = usePane()
  const texts = words.booking.history
  const facts = useFacts(event)
  return (
    <>
      <span className={styles.between}>
        <Text weight="semibold">{texts.actions[event.action] ?? event.action}</Text>
        {event.statusAfter !== event.statusBefore && <StatusBadge status={event.statusAfter} />}
      </span>
      <Text size={200} className={styles.quiet}>
        {shownSeoulTime(event.at)} · {event.actor === 'system' ? texts.system : event.actor}
      </Text>
      {facts.map((fact) => (
        <Text key={fact} size={200}>
          {fact}
        </Text>
      ))}
      {event.reason && <Text size={200}>{texts.reason(event.reason)}</Text>}
    </>
  )
}

/** Texts for the stored details of a step; details that aren't known here are skipped. */
function useFacts({ action, details, revision }: BookingEvent): string[] {
  const { words } = usePane()
  const texts = words.booking
  const { before, after, expiresAt, variant, amount, impressions, taken, released, fromHold, approvedBy } =
    details
  const facts: (string | false | undefined)[] = [
    expiresAt !== undefined && texts.holdLine(shownSeoulTime(expiresAt), variant ?? null),
    amount !== undefined &&
      impressions !== undefined &&
      `${words.won(amount)} · ${words.impressions(impressions)}`,
    before &&
      after &&
      before.amount !== after.amount &&
      `${texts.fields.amount}: ${words.won(before.amount)} → ${words.won(after.amount)}`,
    before &&
      after &&
      (before.startDate !== after.startDate || before.endDate !== after.endDate) &&
      `${words.row.flight}: ${words.flight(before.startDate, before.endDate)} → ${words.flight(after.startDate, after.endDate)}`,
    action === 'PURCHASED' && fromHold === true && texts.history.fromHold,
    approvedBy !== undefined && texts.history.approvedBy(approvedBy),
    !!taken && texts.taken(taken),
    !!released && texts.released(released),
    revision !== null && revision > 1 && texts.history.revision(revision),
  ]
  return facts.filter((fact): fact is string => typeof fact === 'string')
}
