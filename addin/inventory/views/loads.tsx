import { Button, ProgressBar, Text } from '@fluentui/react-components'
import { isOver } from '../../api/runs'
import { type InventoryState, LOADS, type LoadState } from '../../desk/state/inventory'
import { FailureNotice, Notice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { loadText, outcomeOf } from '../../words/load-text'
import { resumeLoad, startLoad } from '../loads'
import { pullStandard } from '../standard/sheet'
import { useInventoryStyles } from './styles'

/** The two loads of a month, with description, progress and result. */
export function InventoryLoads({ inventory }: { inventory: InventoryState }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { month, load, busy, sheet } = inventory
  const running = load !== null && load.failure === null && (load.run === null || !isOver(load.run))
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{texts.loads}</h2>
      {load && <LoadLine load={load} outdated={sheet?.month === load.month} />}
      {LOADS.map((job) => (
        <div key={job} className={styles.section}>
          <Button
            disabled={running || busy !== null}
            aria-describedby={`hint-${job}`}
            onClick={() => void startLoad(desk, job, month)}
          >
            {texts.load[job]}
          </Button>
          <Text id={`hint-${job}`} size={200} className={styles.quiet}>
            {texts.loadHint[job]}
          </Text>
        </div>
      ))}
    </section>
  )
}

function LoadLine({ load, outdated }: { load: LoadState; outdated: boolean }) {
  const styles = useInventoryStyles()
  const { desk, words } = usePane()
  const texts = words.inventory
  const { run, job, month, joined, failure } = load
  const name = texts.loadOf(texts.load[job], month)
  if (failure) return <FailureNotice failure={failure} onRetry={() => void resumeLoad(desk)} />
  if (run?.status === 'SUCCEEDED') {
    const { atRisk } = outcomeOf(run)
    return (
      <Notice
        intent={atRisk && atRisk.rows > 0 ? 'warning' : 'success'}
        title={`${name}: ${texts.loadStatuses.SUCCEEDED}`}
        actions={
          job === 'standard-inventory-load' &&
          outdated && <Button onClick={() => void pullStandard(desk)}>{texts.pullAgain}</Button>
        }
      >
        {loadText(run, texts)}
      </Notice>
    )
  }
  if (run && isOver(run)) {
    return (
      <Notice intent="error" title={`${name}: ${texts.loadStatuses[run.status]}`}>
        {run.error?.detail} {texts.loadFailedNext}
      </Notice>
    )
  }
  const { done, total } = run?.progress ?? { done: 0, total: 0 }
  return (
    <div role="status" className={styles.section}>
      <Text>
        {name}: {texts.loadStatuses[run?.status ?? 'QUEUED']} {total > 0 && texts.progress(done, total)}
      </Text>
      {run?.waitsFor && (
        <Text size={200} className={styles.quiet}>
          {texts.loadWaits(run.waitsFor.job)}
        </Text>
      )}
      {joined && (
        <Text size={200} className={styles.quiet}>
          {texts.loadJoined}
        </Text>
      )}
      <ProgressBar aria-label={name} value={total > 0 ? done / total : undefined} />
    </div>
  )
}
