import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, ErrorCircleRegular } from '@fluentui/react-icons'
import { timeOfDay } from '../../../shared/seoul-time'
import { isUnreachable } from '../../desk/desk'
import type { SyncStatus } from '../../desk/state/media-mix'
import { usePane } from '../../ui/pane-context'
import { syncNow } from '../exchange'

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    minHeight: '20px',
    color: tokens.colorNeutralForeground3,
  },
  retry: { minWidth: 'auto', flexShrink: 0, textDecorationLine: 'underline' },
  failed: { color: tokens.colorPaletteRedForeground1 },
})

/** Shows whether the contents of the sheet are saved. */
export function SyncLine({ sync }: { sync: SyncStatus }) {
  const styles = useStyles()
  const { desk, words } = usePane()
  const texts = words.sync
  return (
    <div role="status" className={styles.line}>
      {(sync.kind === 'syncing' || sync.kind === 'waiting') && <Spinner size="extra-tiny" aria-hidden />}
      {sync.kind === 'synced' && <CheckmarkCircleRegular aria-hidden />}
      {sync.kind === 'failed' && <ErrorCircleRegular aria-hidden className={styles.failed} />}
      <Text size={200} className={sync.kind === 'failed' ? styles.failed : undefined}>
        {sync.kind === 'synced'
          ? texts.synced(timeOfDay(sync.at, desk.language))
          : sync.kind === 'failed' && isUnreachable(sync.failure)
            ? texts.unreachable
            : texts[sync.kind]}
      </Text>
      {sync.kind === 'failed' && (
        <Button
          size="small"
          appearance="transparent"
          className={styles.retry}
          onClick={() => void syncNow(desk)}
        >
          {words.retry}
        </Button>
      )}
    </div>
  )
}
