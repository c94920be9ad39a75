import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { timeOfDay } from '../../../shared/seoul-time'
import { PUBLISH_STATUSES } from '../../../shared/statuses'
import type { OpenCampaign } from '../../desk/state/desk-state'
import type { LiveChange } from '../../desk/state/live'
import { usePane } from '../../ui/pane-context'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    margin: '6px 0 0',
    padding: 0,
    listStyle: 'none',
  },
  change: { display: 'flex', gap: '8px', alignItems: 'baseline' },
  time: { flexShrink: 0, color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  what: { minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  head: { display: 'flex', justifyContent: 'space-between', alignItems: 'center' },
})

/** How many changes are shown until the planner expands the list. */
const SHOWN = 4

/** The live changes of the campaign, newest first, and a message while the live connection is lost. */
export function LiveChanges({ open }: { open: OpenCampaign }) {
  const styles = useStyles()
  const { words } = usePane()
  const [all, setAll] = useState(false)
  const { changes, away } = open.live
  return (
    <>
      {away && (
        <Text role="status" size={200} className={styles.quiet}>
          {words.live.away}
        </Text>
      )}
      {changes.length > 0 && (
        <section aria-live="polite" data-live-changes>
          <div className={styles.head}>
            <Text weight="semibold">{words.live.title}</Text>
            {changes.length > SHOWN && (
              <Button size="small" appearance="subtle" onClick={() => setAll(!all)}>
                {all ? words.live.fewer : words.live.all(changes.length)}
              </Button>
            )}
          </div>
          <ul className={styles.list}>
            {changes.slice(0, all ? changes.length : SHOWN).map((change) => (
              <Change key={change.id} change={change} open={open} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Change({ change, open }: { change: LiveChange; open: OpenCampaign }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  return (
    <li className={styles.change}>
      <Text size={200} className={styles.time}>
        {timeOfDay(change.at, desk.language)}
      </Text>
      <span className={styles.what}>
        {change.kind === 'plan' ? (
          <Text size={200}>{words.live.plan}</Text>
        ) : (
          <>
            <Text size={200}>{nameOf(change.unitId, open) ?? words.live.gone} · </Text>
            <Text size={200} weight="semibold">
              {change.kind === 'booking'
                ? words.live.step(change.before, change.after)
                : words.live.publish(change.after)}
            </Text>
            {change.kind === 'publish' && <Counts counts={change.counts} />}
          </>
        )}
      </span>
    </li>
  )
}

/** Number of ads per status; nothing if all have the same status. */
function Counts({ counts }: Pick<Extract<LiveChange, { kind: 'publish' }>, 'counts'>) {
  const styles = useStyles()
  const { words } = usePane()
  const present = PUBLISH_STATUSES.filter((status) => (counts[status] ?? 0) > 0)
  if (present.length < 2) return null
  const text = present.map((status) => words.live.counts(status, counts[status] ?? 0)).join(' · ')
  return (
    <Text size={200} className={styles.quiet}>
      {` (${text})`}
    </Text>
  )
}

/** The name of the row's product, with the row's number if several rows have that product. */
function nameOf(id: string, { rows, catalogue }: OpenCampaign): string | undefined {
  const row = rows.find(({ unitId }) => unitId === id)
  if (!row) return undefined
  const name = catalogue.products.find(({ code }) => code === row.productCode)?.name ?? row.productCode
  const same = rows.filter(({ productCode }) => productCode === row.productCode)
  return same.length > 1 ? `${rows.indexOf(row) + 1}. ${name}` : name
}
